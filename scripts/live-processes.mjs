import fs from 'node:fs';

/**
 * The processes, by id, that have to do with a folder: named in their command or environment, or where they stand.
 * Linux only. For tests that must prove that nothing was left behind.
 * @param {string} folder an absolute path that nothing else names
 * @returns {{pid: number, command: string}[]}
 */
export function findProcesses(folder) {
  return fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map((name) => ({ pid: Number(name), command: commandOf(name, folder) }))
    .filter(({ command }) => command !== '');
}

function commandOf(pid, folder) {
  try {
    if (fs.readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')) return '';
    const command = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    const environment = fs.readFileSync(`/proc/${pid}/environ`, 'utf8');
    const place = fs.readlinkSync(`/proc/${pid}/cwd`);
    return [command, environment, place].some((text) => text.includes(folder)) ? command || pid : '';
  } catch {
    return '';
  }
}

// Runs one command for as long as the process that started this one lives: `node leash.mjs command arguments…`, in a
// process group of its own, with a pipe as stdin. When the pipe ends, the command and all it started end too.
import { spawn } from 'node:child_process';

const [command = '', ...rest] = process.argv.slice(2);
const child = spawn(command, rest, { stdio: ['ignore', 'inherit', 'inherit'] });
let ending = false;

function end() {
  if (ending) return;
  ending = true;
  sendToGroup('SIGTERM');
  setTimeout(() => sendToGroup('SIGKILL'), 3_000);
}

function sendToGroup(signal) {
  try {
    process.kill(-process.pid, signal);
  } catch {
    child.kill(signal);
  }
}

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, end);
process.stdin.on('end', end).on('close', end).on('error', end).resume();
child.on('error', (error) => {
  process.stderr.write(`${command} did not run: ${error.message}\n`);
  process.exit(127);
});
child.on('exit', (code) => process.exit(code ?? 1));

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { withLock } from './lock.mjs';
import { rootDirectory } from './run-step.mjs';

const FLAGS = [
  '--no-sandbox',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--no-first-run',
];

/**
 * A Chromium for the browser tests, as launch options of Playwright: the one E2E_CHROMIUM names, else Playwright's own,
 * else one of this machine, else the one that npm installed. Nothing is downloaded.
 * @returns {Promise<{executablePath?: string, args: string[], env?: Record<string, string>}>}
 */
export async function findChromium() {
  const named = process.env.E2E_CHROMIUM;
  if (named) {
    if (!fs.existsSync(named)) throw new Error(`E2E_CHROMIUM names ${named}, which does not exist.`);
    return { executablePath: named, args: FLAGS };
  }
  const { chromium } = await import('@playwright/test');
  if (fs.existsSync(chromium.executablePath())) return { executablePath: chromium.executablePath(), args: FLAGS };
  const installed = findOnPath(['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']);
  if (installed) return { executablePath: installed, args: FLAGS };
  return unpackedChromium();
}

function findOnPath(names) {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  const files = names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  // A file of that name may be a stub that only says how to install it.
  return files.find((file) => fs.existsSync(file) && spawnSync(file, ['--version'], { stdio: 'ignore' }).status === 0);
}

/** The package holds one archive of the browser and one of the system libraries that a bare machine lacks. */
async function unpackedChromium() {
  const manifest = path.join(rootDirectory, 'node_modules/@sparticuz/chromium/package.json');
  const { version } = JSON.parse(fs.readFileSync(manifest, 'utf8'));
  const folder = path.join(rootDirectory, '.cache', `chromium-${version}`);
  await withLock(`${folder}.lock`, async () => {
    if (!fs.existsSync(folder)) await unpackInto(folder);
  });
  return {
    executablePath: path.join(folder, 'chromium'),
    args: FLAGS,
    env: {
      ...process.env,
      LD_LIBRARY_PATH: path.join(folder, 'al2023', 'lib'),
      FONTCONFIG_PATH: path.join(folder, 'fonts'),
    },
  };
}

async function unpackInto(folder) {
  const unfinished = `${folder}.unfinished`;
  fs.rmSync(unfinished, { recursive: true, force: true });
  fs.mkdirSync(unfinished, { recursive: true });
  const before = { ...process.env };
  // It unpacks into the folder for passing files, and the libraries only where it believes to be at home.
  process.env.TMPDIR = unfinished;
  process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs22.x';
  try {
    const { default: packed } = await import('@sparticuz/chromium');
    await packed.executablePath();
  } finally {
    for (const name of ['TMPDIR', 'AWS_EXECUTION_ENV', 'LD_LIBRARY_PATH', 'FONTCONFIG_PATH', 'HOME']) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
  // Its font list names the folder it would have on its home machine.
  const fonts = path.join(unfinished, 'fonts', 'fonts.conf');
  const list = fs.readFileSync(fonts, 'utf8');
  fs.writeFileSync(fonts, list.replaceAll('/tmp/fonts', path.join(folder, 'fonts')));
  fs.renameSync(unfinished, folder);
}

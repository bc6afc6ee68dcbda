import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { withLock } from './lock.mjs';
import { node24 } from './node-24.mjs';
import { rootDirectory, runStep } from './run-step.mjs';

const inRoot = (...parts) => path.join(rootDirectory, ...parts);
const lockFile = inRoot('.cache', 'prepare.lock');
/** Of its own: a build takes minutes, and nobody else needs to wait for it. */
const buildLock = inRoot('.cache', 'build.lock');

/** What the built pages are made of. Tests and the generated client are not: the client follows from the schema. */
const BUILD_SOURCES = [
  ...['app', 'components', 'lib', 'public', 'prisma/schema.prisma'],
  ...['next.config.js', 'postcss.config.js', 'package-lock.json', 'tsconfig.json'],
];
const NOT_BUILT = /(\.test\.tsx?|^lib\/platform\/db\/generated(\/.*)?)$/;

/**
 * @typedef {{signal?: AbortSignal, say?: (sentence: string) => void}} Options
 * `say` is told in a sentence what takes long.
 */

/** Installs the packages of the lock file unless they are there. @param {Options} options */
export function installPackages(options) {
  return withLock(lockFile, async () => {
    if (areInstalled()) return;
    options.say?.('Installing packages (a minute or two) …');
    // Prisma's install script downloads an engine that we do not use, unless told where one is; any program will do.
    const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath };
    const flags = ['ci', '--include=dev', '--ignore-scripts=false', '--no-audit', '--no-fund', '--loglevel=error'];
    await must(runStep('npm', flags, { ...options, env }), 'Installing the packages failed: see above.');
  });
}

/** Writes the database client unless it fits the schema. @param {Options} options */
export function generateClient(options) {
  return withLock(lockFile, async () => {
    const generated = inRoot('lib/platform/db/generated');
    const wanted = hashOf(['prisma/schema.prisma', 'prisma.config.ts', 'package-lock.json']);
    if (readStamp(generated) === wanted) return;
    options.say?.('Generating the database client …');
    const tool = inRoot('node_modules/prisma/build/index.js');
    await must(runStep(node24(), [tool, 'generate'], options), 'Generating the database client failed: see above.');
    writeStamp(generated, wanted);
  });
}

/**
 * Builds the pages unless the last build was of these very sources. With `isPatient` it takes only the processor time that
 * nothing else wants. @param {Options & {isPatient?: boolean}} options
 */
export function buildPages(options) {
  return withLock(buildLock, async () => {
    const built = inRoot('.next');
    const wanted = hashOf(BUILD_SOURCES);
    if (readStamp(built) === wanted) return;
    options.say?.('Building the pages (about half a minute) …');
    fs.rmSync(stampOf(built), { force: true });
    const env = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' };
    const tool = inRoot('node_modules/next/dist/bin/next');
    await must(runStep(node24(), [tool, 'build'], { ...options, env }), 'Building the pages failed: see above.');
    writeStamp(built, wanted);
  });
}

/** npm writes its own list of what it installed last, when it is done: it must hold all that the lock file asks for. */
function areInstalled() {
  const installed = readPackages('node_modules/.package-lock.json');
  if (!installed || !fs.existsSync(inRoot('node_modules/node/bin/node'))) return false;
  const wanted = readPackages('package-lock.json') ?? {};
  return Object.entries(wanted).every(([place, entry]) => {
    if (place === '' || (entry.optional && !installed[place])) return true;
    return installed[place]?.version === entry.version && installed[place]?.integrity === entry.integrity;
  });
}

function readPackages(file) {
  try {
    return JSON.parse(fs.readFileSync(inRoot(file), 'utf8')).packages;
  } catch {
    return null;
  }
}

function hashOf(sources) {
  const hash = createHash('sha256');
  for (const file of sources.flatMap(filesOf).sort()) {
    hash.update(`${file}\0`).update(
      createHash('sha256')
        .update(fs.readFileSync(inRoot(file)))
        .digest(),
    );
  }
  return hash.digest('hex');
}

function filesOf(source) {
  const stat = fs.statSync(inRoot(source), { throwIfNoEntry: false });
  if (!stat || NOT_BUILT.test(source)) return [];
  if (!stat.isDirectory()) return [source];
  return fs.readdirSync(inRoot(source)).flatMap((name) => filesOf(`${source}/${name}`));
}

const stampOf = (directory) => path.join(directory, 'rowmill-stamp');

function readStamp(directory) {
  try {
    return fs.readFileSync(stampOf(directory), 'utf8');
  } catch {
    return null;
  }
}

function writeStamp(directory, text) {
  fs.writeFileSync(stampOf(directory), text);
}

async function must(running, sentence) {
  if ((await running) !== 0) throw new Error(sentence);
}

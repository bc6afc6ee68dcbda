// npm test: installs what is missing, then every kind of check in order. Its last line is "N passed, M failed".
// npm test -- --only types|lint|unit|browser [what that part's tool understands, such as a path]
import fs from 'node:fs';
import path from 'node:path';
import { node24 } from './node-24.mjs';
import { watchParent } from './parent-death.mjs';
import { buildPages, generateClient, installPackages } from './prepare.mjs';
import { rootDirectory, runStep, StoppedError } from './run-step.mjs';
import { countBrowserTests, countUnitTests, countWhole } from './test-counts.mjs';

const stopping = new AbortController();
const { signal } = stopping;
const reports = path.join(rootDirectory, '.cache', 'test-reports');
const unitReport = path.join(reports, 'unit.json');
const browserReport = path.join(reports, 'browser.json');
const failuresFile = path.join(reports, 'failures.txt');

const PARTS = {
  types: async (rest, how) => {
    // The types of routes and of style sheets are Next's to write; a fresh clone has none yet.
    const routes = await run('next/dist/bin/next', ['typegen'], how);
    return countWhole(routes || (await run('typescript/bin/tsc', ['--noEmit', ...rest], how)));
  },
  lint: async (rest, how) =>
    countWhole(await run('@biomejs/biome/bin/biome', ['check', '--error-on-warnings', ...rest], how)),
  unit: async (rest) => {
    const reporters = ['default', 'json', path.join(rootDirectory, 'scripts', 'failure-reporter.mjs')];
    const flags = ['run', ...reporters.map((name) => `--reporter=${name}`), `--outputFile.json=${unitReport}`];
    const env = { ...process.env, ROWMILL_FAILURES_FILE: failuresFile };
    return countUnitTests(await run('vitest/vitest.mjs', [...flags, ...rest], { env }), unitReport);
  },
  browser: async (rest) => {
    if (!hasBrowserTests()) return { passed: 0, failed: 0 };
    await buildPages({ signal, say: console.log });
    const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: browserReport };
    const code = await run('@playwright/test/cli.js', ['test', '--reporter=list,json', ...rest], { env });
    return countBrowserTests(code, browserReport);
  },
};

/** Tells once more what failed among the unit tests: the browser's tests told theirs last, and a log's end is read first. */
function tellFailures() {
  const failures = fs.existsSync(failuresFile) ? fs.readFileSync(failuresFile, 'utf8') : '';
  if (failures) console.log(`\nWorth a look in unit:\n${failures}`);
}

/** What is done in the time that others leave, and says something only where it fails. */
const ASIDE = { show: false, isPatient: true };

async function run(tool, rest, how = {}) {
  return runStep(node24(), [path.join(rootDirectory, 'node_modules', tool), ...rest], { signal, show: true, ...how });
}

function hasBrowserTests() {
  const folder = path.join(rootDirectory, 'e2e');
  return fs.existsSync(folder) && fs.readdirSync(folder, { recursive: true }).some((name) => name.endsWith('.spec.ts'));
}

function chooseParts(words) {
  if (words[0] !== '--only') return { names: ['unit', 'types', 'lint', 'browser'], rest: [] };
  const [, name = '', ...rest] = words;
  if (!(name in PARTS)) throw new Error(`There is no part "${name}": ${Object.keys(PARTS).join(', ')}.`);
  return { names: [name], rest };
}

/**
 * The unit tests leave half of the machine idle: meanwhile types and code are checked, and the pages built, which the browser
 * needs next.
 */
function beginAside() {
  const types = PARTS.types([], ASIDE);
  const lint = types.then(() => PARTS.lint([], ASIDE));
  // After the types: both write into the same folder. What goes wrong here is met again there, where it is told.
  lint.then(() => buildPages({ signal, isPatient: true })).catch(() => {});
  return { types, lint };
}

async function test(total) {
  const { names, rest } = chooseParts(process.argv.slice(2));
  fs.rmSync(reports, { recursive: true, force: true });
  fs.mkdirSync(reports, { recursive: true });
  await installPackages({ signal, say: console.log });
  await generateClient({ signal, say: console.log });
  const begun = names.length > 1 ? beginAside() : {};
  for (const name of names) {
    console.log(`\n${name}`);
    const { passed, failed } = await (begun[name] ?? PARTS[name](rest));
    console.log(`${name}: ${passed} passed, ${failed} failed`);
    total.passed += passed;
    total.failed += failed;
  }
}

const stop = () => stopping.abort();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, stop);
watchParent(stop);
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

const total = { passed: 0, failed: 0 };
try {
  await test(total);
} catch (error) {
  // What keeps the rest from running is a failure too, or a green line would hide it.
  total.failed += 1;
  console.error(error instanceof StoppedError ? 'The tests were stopped.' : error.message);
}
tellFailures();
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);

// npm run bench: every file of bench/ in turn, each with a database of its own. What is measured is a ratio to a floor: the
// least that has to be done, measured in the same run, so that the machine's own speed falls out.
// npm run bench -- export import runs these alone.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { node24 } from './node-24.mjs';
import { generateClient, installPackages } from './prepare.mjs';
import { rootDirectory, runStep } from './run-step.mjs';

const stopping = new AbortController();
for (const name of ['SIGINT', 'SIGTERM']) process.once(name, () => stopping.abort());

const one = path.join(rootDirectory, 'scripts', 'bench-one.mjs');
const HEAD = ['work', 'floor', 'ours', 'ratio', 'limit', ''];

process.exitCode = await runAll(process.argv.slice(2));

async function runAll(words) {
  const options = { signal: stopping.signal, say: console.log };
  await installPackages(options);
  await generateClient(options);
  const results = [];
  for (const file of findBenches(words)) {
    console.log(`Measuring ${file} …`);
    results.push(await runOne(file));
  }
  printTable(results);
  return results.every((result) => result.ok) ? 0 : 1;
}

function findBenches(words) {
  const files = fs.readdirSync(path.join(rootDirectory, 'bench')).filter((name) => /^[^.]+\.ts$/.test(name));
  const wanted = files.filter((name) => words.length === 0 || words.includes(name.replace('.ts', '')));
  if (wanted.length === 0) throw new Error(`There is no such benchmark; there are: ${files.join(', ')}.`);
  return wanted.sort();
}

async function runOne(file) {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'rowmill-bench-result-'));
  const resultFile = path.join(directory, 'result.json');
  try {
    const rest = ['--conditions=react-server', one, path.join(rootDirectory, 'bench', file), resultFile];
    const code = await runStep(node24(), rest, { signal: stopping.signal, show: true });
    if (code !== 0) return { name: file, ok: false, details: 'it failed: see above' };
    return JSON.parse(fs.readFileSync(resultFile, 'utf8'));
  } finally {
    fs.rmSync(directory, { recursive: true, force: true });
  }
}

function printTable(results) {
  const lines = results.map((result) => [
    result.name,
    seconds(result.floorMs),
    seconds(result.oursMs),
    result.ratio === undefined ? '–' : `${result.ratio.toFixed(2)} ×`,
    result.limit === undefined ? '–' : `${result.limit} ×`,
    `${result.ok ? 'ok' : 'NOT MET'} · ${result.details}`,
  ]);
  const widths = HEAD.map((_, column) => Math.max(...[HEAD, ...lines].map((line) => line[column].length)));
  for (const line of [HEAD, ...lines])
    console.log(
      line
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    );
}

function seconds(ms) {
  return ms === undefined ? '–' : `${(ms / 1000).toFixed(2)} s`;
}

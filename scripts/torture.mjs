// npm run torture: the long proofs that nothing is lost and nothing is paid twice: every file of torture/ in turn, each in a
// process of its own, against a PostgreSQL and a provider of its own on the loopback address. Ends with 1 when an invariant is broken.
// npm run torture -- crash-points same-batches runs these alone.
import fs from 'node:fs';
import path from 'node:path';
import { node24 } from './node-24.mjs';
import { buildPages, generateClient, installPackages } from './prepare.mjs';
import { rootDirectory, runStep } from './run-step.mjs';

const stopping = new AbortController();
for (const name of ['SIGINT', 'SIGTERM']) process.once(name, () => stopping.abort());

const one = path.join(rootDirectory, 'scripts', 'torture-one.mjs');
process.exitCode = await runAll(process.argv.slice(2));

async function runAll(words) {
  const options = { signal: stopping.signal, say: console.log };
  await installPackages(options);
  await generateClient(options);
  const files = findTortures(words);
  // The web process is killed there too, so it needs its pages.
  if (files.includes('random-kills.ts')) await buildPages(options);
  let failed = 0;
  for (const file of files) {
    const rest = ['--conditions=react-server', one, path.join(rootDirectory, 'torture', file)];
    const code = await runStep(node24(), rest, { signal: stopping.signal, show: true });
    if (code !== 0) failed += 1;
  }
  console.log(failed === 0 ? 'Every invariant held.' : `${failed} failed: see above.`);
  return failed === 0 ? 0 : 1;
}

function findTortures(words) {
  const files = fs.readdirSync(path.join(rootDirectory, 'torture')).filter((name) => /^[^.]+\.ts$/.test(name));
  const wanted = files.filter((name) => words.length === 0 || words.includes(name.replace('.ts', '')));
  if (wanted.length === 0) throw new Error(`There is no such torture; there are: ${files.join(', ')}.`);
  return wanted.sort();
}

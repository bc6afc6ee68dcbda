// Runs one file of torture/ in a process of its own: `node torture-one.mjs <file>`.
import path from 'node:path';
import { pathToFileURL } from 'node:url';

// The settings of this process; its workers and its provider get their own.
process.env.DATABASE_URL ??= 'postgresql://nobody@127.0.0.1:9/nothing';
process.env.ROWMILL_SECRET ??= 'a secret that only torture knows';
process.env.LOG_LEVEL ??= 'silent';

const torture = await import(pathToFileURL(path.resolve(process.argv[2] ?? '')).href);
console.log(`\n${torture.name}`);
const started = performance.now();
const { figures, violations } = await torture.run((sentence) => console.log(`  ${sentence}`));
for (const [what, value] of Object.entries(figures)) console.log(`  ${what}: ${value}`);
console.log(`  took: ${((performance.now() - started) / 1000).toFixed(0)} s`);
for (const violation of violations) console.log(`  NOT MET: ${violation}`);
console.log(violations.length === 0 ? '  held' : `  ${violations.length} violations`);
process.exit(violations.length === 0 ? 0 : 1);

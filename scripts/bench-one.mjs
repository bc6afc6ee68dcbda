// Runs one file of bench/ in a process of its own: `node bench-one.mjs <file> <result file>`.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [, , file = '', resultFile = ''] = process.argv;
const bench = await import(pathToFileURL(path.resolve(file)).href);
const result = await bench.run();
fs.writeFileSync(resultFile, JSON.stringify({ name: bench.name, limit: bench.limit, ...result }));

// npm run tour: builds what is stale, starts a Rowmill of its own and takes a picture of every screen for docs/tour.md,
// wide and narrow, light and dark. npm run tour -- --grep Results takes those alone.
import path from 'node:path';
import { node24 } from './node-24.mjs';
import { buildPages, generateClient, installPackages } from './prepare.mjs';
import { rootDirectory, runStep } from './run-step.mjs';

const stopping = new AbortController();
for (const name of ['SIGINT', 'SIGTERM']) process.once(name, () => stopping.abort());

const options = { signal: stopping.signal, say: console.log };
await installPackages(options);
await generateClient(options);
await buildPages(options);
const cli = path.join(rootDirectory, 'node_modules', '@playwright/test/cli.js');
const rest = [cli, 'test', '--config', path.join(rootDirectory, 'e2e', 'tour.config.ts'), ...process.argv.slice(2)];
process.exitCode = await runStep(node24(), rest, { signal: stopping.signal, show: true });

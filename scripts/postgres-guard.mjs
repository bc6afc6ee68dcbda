// Runs the embedded PostgreSQL for the process that started this one: speaks JSON lines on stdout, and ends the
// server when its stdin ends, which happens however that process goes, even by kill -9.
import { startServer } from '#lib/platform/embedded-postgres/server.ts';

const { dataDirectory, database, settings } = JSON.parse(process.argv[2] ?? '{}');

function say(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

// The reader may be gone before us; that must not keep us from ending the server.
process.stdout.on('error', () => {});

const leaving = new AbortController();
const ended = new Promise((resolve) => leaving.signal.addEventListener('abort', resolve));
const leave = () => leaving.abort();
process.stdin.on('end', leave).on('close', leave).on('error', leave).resume();
process.on('SIGTERM', leave);
// A terminal's Ctrl-C and hang-up are for the process that started us; it decides the order of ending.
for (const signal of ['SIGINT', 'SIGHUP']) process.on(signal, () => {});

try {
  const server = await startServer({
    dataDirectory,
    database,
    settings,
    signal: leaving.signal,
    onReturn: () => say({ returned: true }),
  });
  say({ ready: server.url(database) });
  await ended;
  await server.stop();
} catch (error) {
  say({ failed: error.message });
  process.exitCode = 1;
}
process.exit();

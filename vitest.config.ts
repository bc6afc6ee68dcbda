import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: {
    alias: {
      // Outside a React server build this package throws on import, by design; tests are neither browser nor build.
      'server-only': fileURLToPath(new URL('./node_modules/server-only/empty.js', import.meta.url)),
    },
  },
  test: {
    include: ['{lib,components,app,scripts,bench,torture}/**/*.test.{ts,tsx}'],
    exclude: ['**/generated/**'],
    globalSetup: ['scripts/vitest-global.mjs'],
    setupFiles: ['scripts/vitest-setup.ts'],
    pool: 'forks',
    // Vitest leaves one core to others, which is one file at a time on 2 cores; many of these tests wait for processes.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    testTimeout: 30_000,
    hookTimeout: 60_000,
    passWithNoTests: false,
    // Real processes are killed and real connections cut here; on a machine that nobody watches, what passes at its second
    // try does not stop a landing, but is told by name at the end.
    retry: process.env.CI ? 1 : 0,
  },
});

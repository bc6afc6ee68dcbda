import { afterEach, beforeEach, vi } from 'vitest';

// What a part complains about on the console is a defect nobody asked about; a test that expects it mocks it itself.
const complaints: string[] = [];

for (const method of ['error', 'warn'] as const) {
  console[method] = (...words: unknown[]) => {
    complaints.push(`console.${method}: ${words.map(String).join(' ')}`);
  };
}

vi.stubEnv('ROWMILL_SECRET', 'a secret that only tests know');
vi.stubEnv('LOG_LEVEL', 'silent');

beforeEach(() => {
  complaints.length = 0;
});

afterEach(() => {
  if (complaints.length > 0) throw new Error(`Unexpected words on the console:\n${complaints.join('\n')}`);
});

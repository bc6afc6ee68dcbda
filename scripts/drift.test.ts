import { expect, inject, test } from 'vitest';
import { findDrift } from './migrations.mjs';

test('the migrations make exactly what schema.prisma says', async () => {
  const missing = await findDrift(inject('adminUrl'));
  expect(missing, 'Run "npm run migration -- name" and commit what it writes.').toBeNull();
});

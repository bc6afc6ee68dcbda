import { defineConfig } from 'prisma/config';

// Prisma wants to download a schema engine for every verb, which fails behind many firewalls. `generate`,
// `validate` and `format` never run it: any executable file that exists satisfies the check.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
});

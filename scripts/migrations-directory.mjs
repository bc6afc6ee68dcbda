import { fileURLToPath } from 'node:url';

export const migrationsDirectory = fileURLToPath(new URL('../prisma/migrations', import.meta.url));

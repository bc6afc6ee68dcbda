/** @type {import('next').NextConfig} */
const config = {
  // Prisma, pg and the queue are plain Node code; bundling them only breaks their dynamic imports.
  serverExternalPackages: [
    '@prisma/client',
    '@prisma/adapter-pg',
    'pg',
    'pg-boss',
    'pg-copy-streams',
    'pino',
    'better-auth',
  ],
  // The product shows no pictures that need an optimizer, and an optimizer is a door we need not keep.
  images: { unoptimized: true },
  poweredByHeader: false,
  reactStrictMode: true,
};

export default config;

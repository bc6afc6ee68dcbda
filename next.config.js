const isDevelopment = process.env.NODE_ENV === 'development';

/**
 * Everything comes from here, and nothing may frame it. Next writes the page's data as inline scripts; a nonce for
 * them would need a proxy in front of every page, so inline scripts are allowed and eval is not (React's
 * development build needs it). What people upload and what models answer is only ever rendered as text.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  `script-src 'self' 'unsafe-inline'${isDevelopment ? " 'unsafe-eval'" : ''}`,
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  `connect-src 'self'${isDevelopment ? ' ws:' : ''}`,
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const SECURITY_HEADERS = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  // Not no-referrer: with it browsers send "Origin: null" from our own forms, which the origin check refuses.
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
};

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
    'prom-client',
    'better-auth',
  ],
  // The product shows no pictures that need an optimizer, and an optimizer is a door we need not keep.
  images: { unoptimized: true },
  poweredByHeader: false,
  reactStrictMode: true,
  // The title and the description always come in the head, for whoever reads a page without running it. Nothing waits for
  // that: every page is made whole before it is sent.
  htmlLimitedBots: /.*/,
  headers: async () => [
    { source: '/:path*', headers: Object.entries(SECURITY_HEADERS).map(([key, value]) => ({ key, value })) },
  ],
};

export default config;

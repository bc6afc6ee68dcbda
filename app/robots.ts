import type { MetadataRoute } from 'next';

/** Every page may be asked for: what a stranger gets is the sign-in page, and that one asks not to be listed. */
export default function robots(): MetadataRoute.Robots {
  return { rules: { userAgent: '*', allow: '/' } };
}

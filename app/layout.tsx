import '@fontsource-variable/geist-mono';
import '@fontsource-variable/inter';
import './globals.css';
import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { parseTheme, THEME_COOKIE, type Theme, themeAttributes } from '#components/ui/theme.ts';

export const metadata: Metadata = {
  title: { default: 'Rowmill', template: '%s · Rowmill' },
  description: 'Every row of a spreadsheet becomes an answer from a language model, at half the price.',
  formatDetection: { telephone: false, date: false, email: false, address: false },
};

const CANVAS = { light: '#faf9f7', dark: '#171614' } as const;

export async function generateViewport(): Promise<Viewport> {
  const theme = await readTheme();
  if (theme !== 'system') return { colorScheme: theme, themeColor: CANVAS[theme] };
  return {
    colorScheme: 'light dark',
    themeColor: [
      { media: '(prefers-color-scheme: light)', color: CANVAS.light },
      { media: '(prefers-color-scheme: dark)', color: CANVAS.dark },
    ],
  };
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en" {...themeAttributes(await readTheme())}>
      <body className="min-h-dvh font-sans antialiased">{children}</body>
    </html>
  );
}

async function readTheme(): Promise<Theme> {
  return parseTheme((await cookies()).get(THEME_COOKIE)?.value);
}

import '@fontsource-variable/inter';
import './globals.css';
import { GeistMono } from 'geist/font/mono';
import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';

export const metadata: Metadata = {
  title: { default: 'Rowmill', template: '%s · Rowmill' },
  description: 'Every row of a spreadsheet becomes an answer from a language model, at half the price.',
  robots: { index: false, follow: false },
  formatDetection: { telephone: false, date: false, email: false, address: false },
};

export const viewport: Viewport = {
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#faf9f7' },
    { media: '(prefers-color-scheme: dark)', color: '#171614' },
  ],
};

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en" className={GeistMono.variable}>
      <body className="min-h-dvh font-sans antialiased">{children}</body>
    </html>
  );
}

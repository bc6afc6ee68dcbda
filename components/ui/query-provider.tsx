'use client';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';

// Zod, when it comes, would try whether it may make functions out of text, which the content security policy refuses and
// the browser reports. Told here, without a piece of Zod, because everything that asks for it stands inside of this.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });

/** What pages ask for again and again is kept here, one store a tab. */
export function QueryProvider({ children }: { children: ReactNode }) {
  const [client] = useState(() => new QueryClient({ defaultOptions: { queries: { staleTime: 1000, retry: 1 } } }));
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}

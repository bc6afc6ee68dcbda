'use client';

import { Printer } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';

/** Prints the page as it is meant for paper: white, and without what can only be clicked. */
export function PrintButton() {
  return (
    <Button onPress={() => window.print()}>
      <Printer aria-hidden className="size-4" />
      Print
    </Button>
  );
}

import Link from 'next/link';
import type { ReactNode } from 'react';
import { type ButtonKind, buttonClass } from './button-styles.ts';

type LinkButtonProps = { href: string; children: ReactNode; kind?: ButtonKind; download?: boolean };

/** Goes somewhere and looks like a button. With `download` it is a plain link, which the router leaves alone. */
export function LinkButton({ href, children, kind = 'secondary', download = false }: LinkButtonProps) {
  if (download) {
    return (
      <a href={href} download className={buttonClass(kind)}>
        {children}
      </a>
    );
  }
  return (
    <Link href={href} className={buttonClass(kind)}>
      {children}
    </Link>
  );
}

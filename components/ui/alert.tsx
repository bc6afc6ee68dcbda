import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Tone } from './tone.ts';

const LOOKS: Record<Tone, { box: string; Icon: typeof Info }> = {
  neutral: { box: 'border-line bg-sunken text-ink', Icon: Info },
  busy: { box: 'border-busy/40 bg-busy-soft text-busy', Icon: Info },
  good: { box: 'border-good/40 bg-good-soft text-good', Icon: CircleCheck },
  warn: { box: 'border-warn/40 bg-warn-soft text-warn', Icon: TriangleAlert },
  bad: { box: 'border-bad/40 bg-bad-soft text-bad', Icon: CircleAlert },
};

/** A sentence that must be seen; `bad` is also read out at once. */
export function Alert({ tone = 'bad', title, children }: { tone?: Tone; title?: string; children?: ReactNode }) {
  const { box, Icon } = LOOKS[tone];
  return (
    <div role={tone === 'bad' ? 'alert' : 'status'} className={`flex gap-2.5 rounded-md border px-3 py-2.5 ${box}`}>
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 grow break-words">
        {title && <p className="font-medium">{title}</p>}
        {children}
      </div>
    </div>
  );
}

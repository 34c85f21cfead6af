import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Tone } from './state-pill.tsx';

const looks: Record<Tone, { readonly box: string; readonly icon: ReactNode }> = {
  good: { box: 'border-good/25 bg-good-soft', icon: <CircleCheck aria-hidden className="size-5 text-good" /> },
  busy: { box: 'border-accent/20 bg-accent-soft', icon: <Info aria-hidden className="size-5 text-accent" /> },
  warn: { box: 'border-warn/25 bg-warn-soft', icon: <TriangleAlert aria-hidden className="size-5 text-warn" /> },
  bad: { box: 'border-bad/25 bg-bad-soft', icon: <CircleAlert aria-hidden className="size-5 text-bad" /> },
  idle: { box: 'border-line bg-sunken', icon: <Info aria-hidden className="size-5 text-ink-3" /> },
};

/** Something the reader should know, and what to do about it. */
export function Notice({
  tone,
  title,
  children,
  actions,
  role,
}: {
  readonly tone: Tone;
  readonly title?: ReactNode;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  /** `alert` for what happened just now because of the reader; read out at once. */
  readonly role?: 'alert' | 'status';
}): ReactNode {
  const { box, icon } = looks[tone];
  return (
    <div role={role} className={`flex gap-3 rounded-card border p-4 ${box}`}>
      <span className="mt-px shrink-0">{icon}</span>
      <div className="min-w-0 grow space-y-2">
        {title === undefined ? null : <p className="font-semibold">{title}</p>}
        {children === undefined ? null : <div className="text-ink-2">{children}</div>}
        {actions === undefined ? null : <div className="flex flex-wrap gap-2 pt-1">{actions}</div>}
      </div>
    </div>
  );
}

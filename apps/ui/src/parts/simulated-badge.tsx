import { FlaskConical } from 'lucide-react';
import type { ReactNode } from 'react';
import { words } from '../words/index.ts';

/** Says that no real game runs. Stands wherever a simulated server is named. */
export function SimulatedBadge(): ReactNode {
  return (
    <span
      title={words.simulatedMeans}
      className="inline-flex h-6 shrink-0 items-center gap-1 rounded-full border border-line-strong/50 px-2 text-[0.8125rem] text-ink-2"
    >
      <FlaskConical aria-hidden className="size-3.5" />
      {words.simulated}
    </span>
  );
}

/** The same where there is little room: the sign, read out as the word. */
export function SimulatedMark({ isSimulated }: { readonly isSimulated: boolean }): ReactNode {
  if (!isSimulated) return null;
  return (
    <span title={`${words.simulated}: ${words.simulatedMeans}`} className="shrink-0 text-ink-3">
      <FlaskConical aria-hidden className="size-4" />
      <span className="sr-only">{words.simulated}</span>
    </span>
  );
}

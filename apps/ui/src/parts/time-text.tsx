import type { ReactNode } from 'react';
import { formatCountdown, formatFull, formatRelative, formatTime } from '../time/format.ts';
import { useNow } from '../time/use-now.ts';

/** A moment in the reader's zone; the full date on hover. */
export function TimeText({ at }: { readonly at: string }): ReactNode {
  return (
    <time dateTime={at} title={formatFull(at)} className="tabular">
      {formatTime(at)}
    </time>
  );
}

/** How long ago or in how long. */
export function RelativeTime({ at }: { readonly at: string }): ReactNode {
  const now = useNow();
  return (
    <time dateTime={at} title={formatFull(at)} className="tabular">
      {formatRelative(at, now)}
    </time>
  );
}

/** What is left until a moment, second by second. Read out by whoever stands on it, not every second. */
export function Countdown({ until }: { readonly until: string }): ReactNode {
  const now = useNow();
  return (
    <time dateTime={until} title={formatFull(until)} className="tabular" role="timer">
      {formatCountdown(Date.parse(until) - now)}
    </time>
  );
}

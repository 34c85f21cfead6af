import { CalendarClock } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Server } from '../../api/types.ts';
import { Countdown } from '../../parts/time-text.tsx';
import { words } from '../../words/index.ts';

/** What happens next, and when. Stands on every page of the server, so that nobody is surprised. */
export function NextNote({ server }: { readonly server: Server }): ReactNode {
  const { next } = server.status;
  if (next === undefined) return null;
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-card border border-accent/20 bg-accent-soft px-4 py-2.5"
    >
      <CalendarClock aria-hidden className="size-5 shrink-0 text-accent" />
      <span className="min-w-0 flex-1 basis-40">{next.what}</span>
      {next.at === undefined ? null : (
        <strong className="text-lg font-semibold">
          <Countdown until={next.at} />
        </strong>
      )}
      {next.operation === undefined ? null : (
        <Link to="operations" className="font-medium text-accent underline underline-offset-2">
          {words.server.tabs.operations}
        </Link>
      )}
    </div>
  );
}

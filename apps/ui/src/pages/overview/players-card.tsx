import { ArrowRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Server, ServerSummary } from '../../api/types.ts';
import { overviewWords } from '../../words/overview.ts';

const text = overviewWords.playersNow;
const MOST_NAMES = 8;

/** Who plays now. What is not known is not zero, and says why. */
export function PlayersCard({ server, summary }: { readonly server: Server; readonly summary: ServerSummary }): ReactNode {
  const { known, online, max } = summary.players;
  const names = server.status.players?.names ?? [];
  return (
    <section aria-labelledby="players-now" className="card flex flex-col p-5 sm:p-6">
      <h2 id="players-now" className="font-medium text-ink-2">
        {text.title}
      </h2>
      {known && online !== undefined ? (
        <>
          <p className="mt-1">
            <span className="tabular text-xl font-semibold sm:text-2xl">{online}</span>{' '}
            <span className="text-ink-3">
              {max === undefined || max === 0 ? '' : `${text.of(max)} `}
              {text.online}
            </span>
          </p>
          {online === 0 ? (
            <p className="mt-2 text-ink-2">{text.nobody}</p>
          ) : (
            <ul className="mt-2 flex flex-wrap gap-1.5">
              {names.slice(0, MOST_NAMES).map((name) => (
                <li key={name} className="max-w-full truncate rounded-full bg-sunken px-2.5 py-0.5 text-sm">
                  {name}
                </li>
              ))}
              {names.length > MOST_NAMES ? (
                <li className="px-1 py-0.5 text-sm text-ink-2">{text.more(names.length - MOST_NAMES)}</li>
              ) : null}
            </ul>
          )}
        </>
      ) : summary.phase === 'Running' ? (
        <>
          <p className="mt-1 text-xl font-semibold text-ink-3 sm:text-2xl">{text.unknown}</p>
          <p className="mt-2 text-ink-2">{text.unknownSilent}</p>
        </>
      ) : (
        <p className="mt-1 text-ink-2">{text.unknownStopped}</p>
      )}
      <Link
        to="../players"
        className="mt-auto inline-flex min-h-9 items-center gap-1.5 self-start pt-3 font-medium text-accent hover:underline"
      >
        {text.all}
        <ArrowRight aria-hidden className="size-4" />
      </Link>
    </section>
  );
}

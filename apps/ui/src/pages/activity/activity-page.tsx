import { CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { ServerSummary } from '../../api/types.ts';
import { keyOf } from '../../live/server-table.ts';
import { useServers } from '../../live/live.tsx';
import { GameIcon } from '../../parts/game-icon.tsx';
import { PageHead } from '../../parts/page-title.tsx';
import { FixButton } from '../../parts/reason-note.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { ServerState } from '../../parts/state-pill.tsx';
import { Countdown } from '../../parts/time-text.tsx';
import { words } from '../../words/index.ts';
import { groupOf } from '../servers/arrange.ts';
import { RecentEverywhere } from './recent-everywhere.tsx';

const text = words.activity;

/** What needs a person, and what is under way, on all servers. */
export function ActivityPage(): ReactNode {
  const servers = useServers();
  return (
    <>
      <PageHead title={text.title}>{text.lead}</PageHead>
      {servers === undefined ? (
        <Skeleton className="h-48 w-full rounded-card" />
      ) : (
        <div className="space-y-8">
          <Section title={text.needsYou} empty={text.allFine} servers={servers.filter((server) => groupOf(server) === 'trouble')} />
          <Section
            title={text.underWay}
            empty={text.nothingPlanned}
            servers={servers.filter((server) => groupOf(server) !== 'trouble' && (server.next !== undefined || groupOf(server) === 'busy'))}
          />
          <RecentEverywhere />
        </div>
      )}
    </>
  );
}

function Section({
  title,
  empty,
  servers,
}: {
  readonly title: string;
  readonly empty: string;
  readonly servers: readonly ServerSummary[];
}): ReactNode {
  return (
    <section className="space-y-3">
      <h2 className="text-lg font-semibold">{title}</h2>
      {servers.length === 0 ? (
        <p className="card flex items-center gap-3 px-5 py-4 text-ink-2">
          <CircleCheck aria-hidden className="size-5 text-good" />
          {empty}
        </p>
      ) : (
        <ul className="card divide-y divide-line">
          {servers.map((server) => (
            <li key={keyOf(server)} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3 sm:px-5">
              <GameIcon game={server.game} size="small" />
              <Link to={`/servers/${server.namespace}/${server.name}/overview`} className="font-semibold hover:underline">
                {server.name}
              </Link>
              <ServerState server={server} />
              <span className="min-w-0 grow basis-64 text-ink-2">{server.reason?.message ?? server.next?.what}</span>
              {server.next?.at === undefined ? null : (
                <span className="font-semibold">
                  <Countdown until={server.next.at} />
                </span>
              )}
              {server.reason === undefined ? null : <FixButton place={server} reason={server.reason} />}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

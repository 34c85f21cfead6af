import { Ghost } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { NavLink, Outlet, useLocation, useParams } from 'react-router';
import { failureOf } from '../../api/failure.ts';
import { useGame, useServer } from '../../api/queries.ts';
import type { Game, Server, ServerSummary } from '../../api/types.ts';
import { useServerSummary } from '../../live/live.tsx';
import { LinkButton } from '../../parts/button.tsx';
import { CopyText } from '../../parts/copy-text.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { FailureNote } from '../../parts/failure-note.tsx';
import { GameIcon } from '../../parts/game-icon.tsx';
import { useTitle } from '../../parts/page-title.tsx';
import { SimulatedBadge } from '../../parts/simulated-badge.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { ServerState } from '../../parts/state-pill.tsx';
import { words } from '../../words/index.ts';
import { NextNote } from './next-note.tsx';
import { ServerActions } from './server-actions.tsx';
import type { ServerPageContext } from './server-context.ts';

const text = words.server;
const tabs = ['overview', 'console', 'players', 'settings', 'operations', 'activity', 'danger'] as const;

/** One server: what it is, how it is, what can be done, and its pages. */
export function ServerPage(): ReactNode {
  const { namespace = '', name = '' } = useParams();
  const place = { namespace, name };
  useTitle(name);
  const { pathname } = useLocation();
  const tabRow = useRef<HTMLElement>(null);
  useEffect(() => {
    // On a phone the row of pages is wider than the window.
    tabRow.current?.querySelector('[aria-current="page"]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [pathname]);
  const live = useServerSummary(place);
  const server = useServer(place);
  const game = useGame(server.data?.summary.game ?? live?.game ?? '');

  if (server.isError && failureOf(server.error).status === 404)
    return (
      <EmptyState isPage icon={<Ghost />} title={text.gone} actions={<LinkButton to="/servers">{words.errors.toServers}</LinkButton>}>
        {text.goneHint(name)}
      </EmptyState>
    );
  const broken = server.data === undefined ? server.error : game.data === undefined ? game.error : null;
  if (broken !== null)
    return <FailureNote error={broken} onRetry={() => void (server.data === undefined ? server.refetch() : game.refetch())} />;

  const summary = newest(live, server.data);
  return (
    <div className="space-y-5">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-3">
        {summary === undefined ? <Skeleton className="size-14 rounded-2xl" /> : <GameIcon game={summary.game} size="large" />}
        <div className="min-w-0 flex-1 basis-56">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="truncate text-2xl font-semibold">{name}</h1>
            {summary === undefined ? <Skeleton className="h-6 w-24" /> : <ServerState server={summary} />}
            {summary?.simulated === true ? <SimulatedBadge /> : null}
          </div>
          <div className="mt-0.5 flex min-h-7 flex-wrap items-center gap-x-3 text-ink-2">
            <span>{game.data?.title}</span>
            {summary?.address === undefined ? (
              <span className="text-ink-3">{summary === undefined ? '' : text.noAddress}</span>
            ) : (
              <CopyText text={summary.address} what={text.address} />
            )}
          </div>
        </div>
        {summary === undefined ? null : <ServerActions summary={summary} />}
      </header>
      {server.data === undefined ? null : <NextNote server={server.data} />}
      <nav
        ref={tabRow}
        aria-label={text.tabs.label}
        className="-mx-4 overflow-x-auto border-b border-line px-4 [scrollbar-width:none] sm:mx-0 sm:px-0"
      >
        <div className="flex w-max gap-1">
          {tabs.map((tab) => (
            <NavLink
              key={tab}
              to={tab}
              replace
              className={({ isActive }) =>
                `-mb-px inline-flex h-10 items-center border-b-2 px-3 font-medium transition-colors ${isActive ? 'border-ink text-ink' : 'border-transparent text-ink-2 hover:text-ink'}`
              }
            >
              {text.tabs[tab]}
            </NavLink>
          ))}
        </div>
      </nav>
      {server.data === undefined || game.data === undefined || summary === undefined ? (
        <ServerSkeleton />
      ) : (
        <Outlet context={contextOf(server.data, summary, game.data)} />
      )}
    </div>
  );
}

function contextOf(server: Server, summary: ServerSummary, game: Game): ServerPageContext {
  return { place: { namespace: summary.namespace, name: summary.name }, server, summary, game };
}

/** The live table and the whole server come on two ways; what came last counts. */
function newest(live: ServerSummary | undefined, whole: Server | undefined): ServerSummary | undefined {
  if (live === undefined || whole === undefined) return live ?? whole?.summary;
  return Number(live.resourceVersion) >= Number(whole.summary.resourceVersion) ? live : whole.summary;
}

function ServerSkeleton(): ReactNode {
  return (
    <div role="status" aria-label={words.loading} className="grid gap-4 md:grid-cols-3">
      <Skeleton className="h-40 rounded-card md:col-span-2" />
      <Skeleton className="h-40 rounded-card" />
      <Skeleton className="h-64 rounded-card md:col-span-3" />
    </div>
  );
}

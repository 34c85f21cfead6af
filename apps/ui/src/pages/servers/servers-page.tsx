import { Plus, SearchX, Server } from 'lucide-react';
import { lazy, Suspense, useDeferredValue, useMemo, useState, type ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { keyOf } from '../../live/server-table.ts';
import { useServers } from '../../live/live.tsx';
import { Button, LinkButton } from '../../parts/button.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { PageHead } from '../../parts/page-title.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { words } from '../../words/index.ts';
import { arrange, countGroups, viewOf, type View } from './arrange.ts';
import { ServerList } from './server-list.tsx';
import { ViewBar } from './view-bar.tsx';

const ManyActions = lazy(async () => ({ default: (await import('./many-actions.tsx')).ManyActions }));
const text = words.servers;

/** Every server the reader may see. */
export function ServersPage(): ReactNode {
  const servers = useServers();
  const [params, setParams] = useSearchParams();
  const view = viewOf(params);
  const deferred = useDeferredValue(view.text);
  const shown = useMemo(
    () => arrange(servers ?? [], { text: deferred, group: view.group, sort: view.sort }),
    [servers, deferred, view.group, view.sort],
  );
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const chosen = useMemo(() => (servers ?? []).filter((server) => selected.has(keyOf(server))), [servers, selected]);
  const change = (next: Partial<View>): void => {
    const { text: filter, group, sort } = { ...view, ...next };
    setParams(
      { ...(filter !== '' && { filter }), ...(group !== 'all' && { show: group }), ...(sort !== 'name' && { sort }) },
      { replace: true, preventScrollReset: true },
    );
  };

  return (
    <>
      <PageHead
        title={text.title}
        actions={
          servers?.length === 0 ? undefined : (
            <LinkButton look="primary" to="/marketplace" icon={<Plus aria-hidden className="size-4" />}>
              {text.order}
            </LinkButton>
          )
        }
      />
      {servers === undefined ? (
        <ListSkeleton />
      ) : servers.length === 0 ? (
        <div className="card">
          <EmptyState
            icon={<Server />}
            title={text.none}
            actions={
              <LinkButton look="primary" to="/marketplace">
                {text.toMarketplace}
              </LinkButton>
            }
          >
            {text.noneHint}
          </EmptyState>
        </div>
      ) : (
        <div className="space-y-3">
          <ViewBar view={view} counts={countGroups(servers)} onChange={change} />
          {chosen.length > 0 ? (
            <Suspense fallback={<Skeleton className="h-13 w-full rounded-card" />}>
              <ManyActions servers={chosen} onClear={() => setSelected(new Set())} />
            </Suspense>
          ) : null}
          {shown.length === 0 ? (
            <div className="card">
              <EmptyState
                icon={<SearchX />}
                title={text.nothingFound}
                actions={<Button onClick={() => change({ text: '', group: 'all' })}>{text.clearFilter}</Button>}
              >
                {text.nothingFoundHint}
              </EmptyState>
            </div>
          ) : (
            <ServerList servers={shown} selected={selected} onSelect={setSelected} />
          )}
          <p role="status" className="text-sm text-ink-3">
            {text.count(shown.length, servers.length)}
          </p>
        </div>
      )}
    </>
  );
}

function ListSkeleton(): ReactNode {
  return (
    <div role="status" aria-label={words.loading} className="space-y-3">
      <Skeleton className="h-10 w-full max-w-xl" />
      <div className="card divide-y divide-line">
        {[1, 2, 3, 4].map((row) => (
          <div key={row} className="flex h-[4.5rem] items-center gap-4 px-4">
            <Skeleton className="size-10 rounded-xl" />
            <Skeleton className="h-5 w-40" />
            <Skeleton className="ml-auto h-6 w-24 rounded-full" />
          </div>
        ))}
      </div>
    </div>
  );
}

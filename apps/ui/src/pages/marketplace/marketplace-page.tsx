import { Search, SearchX, Store } from 'lucide-react';
import { useDeferredValue, useMemo, type ReactNode } from 'react';
import { useGames } from '../../api/queries.ts';
import type { GameCard as Game } from '../../api/types.ts';
import { Button } from '../../parts/button.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { FailureNote } from '../../parts/failure-note.tsx';
import { TextInput } from '../../parts/field.tsx';
import { PageHead } from '../../parts/page-title.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { words } from '../../words/index.ts';
import { countTags, findGames } from './find-games.ts';
import { GameCard } from './game-card.tsx';
import { TagFilter } from './tag-filter.tsx';
import { useShelfView } from './use-shelf-view.ts';

const text = words.marketplace;

/** Every game that can be ordered. What is searched for stands in the address, so that it can be linked. */
export function MarketplacePage(): ReactNode {
  const games = useGames();
  return (
    <>
      <PageHead title={text.title}>{text.lead}</PageHead>
      {games.data !== undefined ? (
        <Shelf games={games.data} />
      ) : games.isError ? (
        <FailureNote title={text.failed} error={games.error} onRetry={() => void games.refetch()} />
      ) : (
        <ShelfSkeleton />
      )}
    </>
  );
}

function Shelf({ games }: { readonly games: readonly Game[] }): ReactNode {
  const [view, setView] = useShelfView();
  const deferred = useDeferredValue(view.search);
  const tags = useMemo(() => countTags(games), [games]);
  const found = findGames(games, deferred, view.tags);
  const toggle = (tag: string): void =>
    setView({ ...view, tags: view.tags.includes(tag) ? view.tags.filter((other) => other !== tag) : [...view.tags, tag] });

  if (games.length === 0)
    return (
      <EmptyState icon={<Store />} title={text.none}>
        {text.noneHint}
      </EmptyState>
    );
  return (
    <>
      <div className="mb-6 space-y-3" role="search">
        <div className="relative max-w-xl">
          <Search aria-hidden className="pointer-events-none absolute top-3 left-3 size-4 text-ink-3" />
          <TextInput
            type="search"
            className="pl-9!"
            aria-label={text.search}
            placeholder={text.search}
            value={view.search}
            onChange={({ target }) => setView({ ...view, search: target.value })}
          />
        </div>
        <TagFilter tags={tags} chosen={view.tags} onToggle={toggle} />
      </div>
      <p role="status" className="sr-only">
        {text.found(found.length)}
      </p>
      {found.length === 0 ? (
        <EmptyState
          icon={<SearchX />}
          title={text.nothing}
          actions={<Button onClick={() => setView({ search: '', tags: [] })}>{text.clear}</Button>}
        >
          {text.nothingHint}
        </EmptyState>
      ) : (
        <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
          {found.map((game) => (
            <GameCard key={game.id} game={game} />
          ))}
        </ul>
      )}
    </>
  );
}

function ShelfSkeleton(): ReactNode {
  return (
    <div role="status" aria-label={words.loading}>
      <div className="mb-6 space-y-3">
        <Skeleton className="h-10 max-w-xl" />
        <div className="flex gap-2">
          <Skeleton className="h-9 w-24 rounded-full!" />
          <Skeleton className="h-9 w-28 rounded-full!" />
          <Skeleton className="h-9 w-20 rounded-full!" />
        </div>
      </div>
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
        <Skeleton className="h-56 rounded-card!" />
        <Skeleton className="h-56 rounded-card!" />
        <Skeleton className="h-56 rounded-card!" />
      </div>
    </div>
  );
}

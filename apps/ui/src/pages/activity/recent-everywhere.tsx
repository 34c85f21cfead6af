import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { answered, api } from '../../api/client.ts';
import type { Activity } from '../../api/types.ts';
import { Button } from '../../parts/button.tsx';
import { FailureNote } from '../../parts/failure-note.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { words } from '../../words/index.ts';
import { ActivityList } from './activity-list.tsx';

const text = words.activity;
const PAGE = 50;

/** What happened lately on all servers, and who signed in; older things page by page. */
export function RecentEverywhere(): ReactNode {
  const activity = useInfiniteQuery({
    queryKey: ['activity'],
    queryFn: ({ pageParam, signal }) =>
      answered(
        api.GET('/api/v1/activity', { params: { query: { limit: PAGE, ...(pageParam !== '' && { continue: pageParam }) } }, signal }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.continue,
    // Asked again whenever somebody comes to look.
    staleTime: 0,
  });
  const items = activity.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className="space-y-3">
      <h2 className="text-lg font-semibold">{text.recent}</h2>
      {activity.isError && activity.data === undefined ? (
        <FailureNote error={activity.error} onRetry={() => void activity.refetch()} />
      ) : activity.data === undefined ? (
        <Skeleton className="h-64 w-full rounded-card" />
      ) : items.length === 0 ? (
        <p className="card px-5 py-4 text-ink-2">{text.noneHint}</p>
      ) : (
        <ActivityList items={items} serverOf={serverOf} />
      )}
      {activity.hasNextPage ? (
        <Button isBusy={activity.isFetchingNextPage} onClick={() => void activity.fetchNextPage()}>
          {text.older}
        </Button>
      ) : null}
    </section>
  );
}

function serverOf({ namespace, server }: Activity): { readonly name: string; readonly to: string } | undefined {
  return server === undefined || namespace === undefined ? undefined : { name: server, to: `/servers/${namespace}/${server}/activity` };
}

import { ArrowRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useQuery } from '@tanstack/react-query';
import { activityQuery } from '../../api/queries.ts';
import type { Place } from '../../api/types.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { overviewWords } from '../../words/overview.ts';
import { ActivityList } from '../activity/activity-list.tsx';

const text = overviewWords.recent;
const SHOWN = 5;

/** The last things that happened, and the way to all of them. */
export function RecentActivity({ place }: { readonly place: Place }): ReactNode {
  const activity = useQuery(activityQuery(place));
  return (
    <section aria-labelledby="recent" className="space-y-3">
      <div className="flex items-center justify-between gap-3">
        <h2 id="recent" className="text-lg font-semibold">
          {text.title}
        </h2>
        <Link to="../activity" className="inline-flex min-h-9 items-center gap-1.5 font-medium text-accent hover:underline">
          {text.all}
          <ArrowRight aria-hidden className="size-4" />
        </Link>
      </div>
      {activity.data === undefined ? (
        activity.isError ? (
          <FailureNote error={activity.error} onRetry={() => void activity.refetch()} />
        ) : (
          <Skeleton className="h-80 w-full rounded-card" />
        )
      ) : activity.data.length === 0 ? (
        <p className="card px-5 py-4 text-ink-2">{text.none}</p>
      ) : (
        <ActivityList items={activity.data.slice(0, SHOWN)} />
      )}
    </section>
  );
}

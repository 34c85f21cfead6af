import { useQuery } from '@tanstack/react-query';
import { ScrollText } from 'lucide-react';
import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { answered, api } from '../../api/client.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { FailureNote } from '../../parts/failure-note.tsx';
import { Choice } from '../../parts/field.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { words } from '../../words/index.ts';
import { useServerPage } from '../server/server-context.ts';
import { ActivityList } from './activity-list.tsx';

const text = words.activity;
const filters = ['all', 'people', 'trouble'] as const;

/** What was done to one server, by whom, and what became of it. */
export function ServerActivityPage(): ReactNode {
  const { place } = useServerPage();
  const [params, setParams] = useSearchParams();
  const filter = filters.find((name) => name === params.get('show')) ?? 'all';
  const activity = useQuery({
    queryKey: ['server', place.namespace, place.name, 'activity'],
    queryFn: async ({ signal }) =>
      (await answered(api.GET('/api/v1/servers/{namespace}/{name}/activity', { params: { path: { ...place } }, signal }))).items,
  });
  if (activity.isError && activity.data === undefined)
    return <FailureNote error={activity.error} onRetry={() => void activity.refetch()} />;
  if (activity.data === undefined) return <Skeleton className="h-64 w-full rounded-card" />;
  const shown = activity.data.filter(
    (item) => filter === 'all' || (filter === 'people' ? item.door !== 'operator' : item.result === 'trouble'),
  );
  return (
    <div className="space-y-3">
      <Choice
        aria-label={text.filter}
        value={filter}
        onChange={(event) =>
          setParams(event.target.value === 'all' ? {} : { show: event.target.value }, { replace: true, preventScrollReset: true })
        }
        className="sm:w-64!"
      >
        {filters.map((name) => (
          <option key={name} value={name}>
            {text.filters[name]}
          </option>
        ))}
      </Choice>
      {shown.length === 0 ? (
        <div className="card">
          <EmptyState icon={<ScrollText />} title={text.none}>
            {text.noneHint}
          </EmptyState>
        </div>
      ) : (
        <ActivityList items={shown} />
      )}
    </div>
  );
}

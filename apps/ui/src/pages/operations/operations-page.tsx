import { History } from 'lucide-react';
import type { ReactNode } from 'react';
import { useOperations } from '../../api/queries.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { FailureNote } from '../../parts/failure-note.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { words } from '../../words/index.ts';
import { useServerPage } from '../server/server-context.ts';
import { CurrentOperation } from './current-operation.tsx';
import { PastOperation } from './past-operation.tsx';

const text = words.operations;

/** What is under way, what is planned, and what has been. */
export function OperationsPage(): ReactNode {
  const { place } = useServerPage();
  const operations = useOperations(place);
  if (operations.isError && operations.data === undefined)
    return <FailureNote error={operations.error} onRetry={() => void operations.refetch()} />;
  if (operations.data === undefined) return <Skeleton className="h-48 w-full rounded-card" />;
  const current = operations.data.filter(({ finished }) => !finished);
  const past = operations.data.filter(({ finished }) => finished);
  if (operations.data.length === 0)
    return (
      <div className="card">
        <EmptyState icon={<History />} title={text.none}>
          {text.noneHint}
        </EmptyState>
      </div>
    );
  return (
    <div className="space-y-8">
      {current.length === 0 ? null : (
        <section aria-label={text.current} className="space-y-4">
          {current.map((operation) => (
            <CurrentOperation key={operation.uid} operation={operation} />
          ))}
        </section>
      )}
      {past.length === 0 ? null : (
        <section className="space-y-3">
          <h2 className="text-lg font-semibold">{text.past}</h2>
          <ol className="card divide-y divide-line">
            {past.map((operation) => (
              <PastOperation key={operation.uid} operation={operation} />
            ))}
          </ol>
        </section>
      )}
    </div>
  );
}

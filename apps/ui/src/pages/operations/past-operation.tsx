import type { ReactNode } from 'react';
import type { Operation } from '../../api/types.ts';
import { StatePill } from '../../parts/state-pill.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { words } from '../../words/index.ts';
import { Announcements } from './announcements.tsx';
import { lengthOf, operationState, operationTitle, originOf } from './operation-words.ts';
import { StepList } from './step-list.tsx';

/** One operation that has ended; its steps are one click away. */
export function PastOperation({ operation }: { readonly operation: Operation }): ReactNode {
  const { word, tone } = operationState(operation);
  const length = lengthOf(operation);
  const { status } = operation;
  return (
    <li>
      <details className="group">
        <summary className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3 hover:bg-hover sm:px-5">
          <span className="font-semibold">{operationTitle(operation)}</span>
          <StatePill tone={tone}>{word}</StatePill>
          <span className="min-w-0 grow truncate text-ink-2">{originOf(operation)}</span>
          <span className="text-sm text-ink-3">
            <TimeText at={status.finishedAt ?? operation.createdAt} />
            {length === undefined ? '' : ` · ${length}`}
          </span>
        </summary>
        <div className="space-y-4 px-4 pt-1 pb-5 sm:px-5">
          {status.reason === undefined ? (
            status.message === undefined ? null : (
              <p className="text-ink-2">{status.message}</p>
            )
          ) : (
            <p>{status.reason.message}</p>
          )}
          <div className="grid gap-6 sm:grid-cols-2">
            <StepList operation={operation} />
            <Announcements operation={operation} />
          </div>
          <p className="text-sm text-ink-3">
            {words.operations.showDetails}: {operation.name}
          </p>
        </div>
      </details>
    </li>
  );
}

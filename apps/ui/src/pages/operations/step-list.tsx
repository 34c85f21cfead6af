import { Check, Circle } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Operation } from '../../api/types.ts';
import { Spinner } from '../../parts/spinner.tsx';
import { formatDuration } from '../../time/format.ts';
import { words } from '../../words/index.ts';

/** The table the operation walks, and how far it has come. The same table that the operator runs. */
export function StepList({ operation }: { readonly operation: Operation }): ReactNode {
  return (
    <div>
      <h3 className="mb-2 text-sm font-semibold text-ink-2">{words.operations.steps}</h3>
      <ol className="space-y-2.5">
        {operation.steps.map((step) => (
          <li key={step.name} aria-current={step.state === 'current' ? 'step' : undefined} className="flex gap-3">
            <span className="flex h-6 w-5 shrink-0 items-center justify-center">
              {step.state === 'done' ? (
                <Check aria-hidden className="size-4 text-good" />
              ) : step.state === 'current' ? (
                <Spinner />
              ) : (
                <Circle aria-hidden className="size-3 text-ink-3" />
              )}
            </span>
            <span className="min-w-0">
              <span className={step.state === 'ahead' ? 'text-ink-3' : step.state === 'current' ? 'font-semibold' : ''}>{step.title}</span>
              {step.startedAt !== undefined && step.finishedAt !== undefined ? (
                <span className="ml-2 text-sm text-ink-3">{formatDuration(Date.parse(step.finishedAt) - Date.parse(step.startedAt))}</span>
              ) : null}
              {step.message === undefined ? null : <span className="block text-sm text-ink-2">{step.message}</span>}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}

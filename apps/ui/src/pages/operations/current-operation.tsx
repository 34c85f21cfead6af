import type { ReactNode } from 'react';
import type { Operation } from '../../api/types.ts';
import { FixButton } from '../../parts/reason-note.tsx';
import { StatePill } from '../../parts/state-pill.tsx';
import { Countdown, TimeText } from '../../parts/time-text.tsx';
import { words } from '../../words/index.ts';
import { useNow } from '../../time/use-now.ts';
import { actsOf } from './acts.ts';
import { Announcements } from './announcements.tsx';
import { OperationButtons } from './operation-buttons.tsx';
import { operationState, operationTitle, originOf } from './operation-words.ts';
import { StepList } from './step-list.tsx';

const text = words.operations;

/** The operation that is under way or planned: what happens when, how far it is, and how it can still be changed. */
export function CurrentOperation({ operation }: { readonly operation: Operation }): ReactNode {
  const { word, tone } = operationState(operation);
  const { status } = operation;
  const origin = originOf(operation);
  const isAhead = actsOf(operation).length > 0;
  return (
    <article className="card space-y-5 p-5 sm:p-6">
      <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-3">
            <h2 className="text-xl font-semibold">{operationTitle(operation)}</h2>
            <StatePill tone={tone}>{word}</StatePill>
          </div>
          {origin === '' ? null : <p className="mt-1 text-ink-2">{origin}</p>}
        </div>
        <Clock operation={operation} />
      </header>
      {/* The clock says the same, and better. */}
      {status.message === undefined || (isAhead && status.disruptsAt !== undefined) ? null : <p>{status.message}</p>}
      {status.reason === undefined ? null : (
        <div className="flex flex-wrap items-center gap-3 rounded-tile bg-warn-soft px-4 py-3">
          <p className="min-w-0 grow">{status.reason.message}</p>
          <FixButton place={{ namespace: operation.namespace, name: operation.server }} reason={status.reason} />
        </div>
      )}
      {operation.mustHappen === undefined ? null : <p className="text-sm text-ink-2">{operation.mustHappen}</p>}
      {isAhead ? <OperationButtons operation={operation} /> : <p className="text-sm text-ink-2">{text.cannotChange}</p>}
      <div className="grid gap-6 border-t border-line pt-5 sm:grid-cols-2">
        <StepList operation={operation} />
        <Announcements operation={operation} />
      </div>
    </article>
  );
}

/** The one clock that counts now. */
function Clock({ operation }: { readonly operation: Operation }): ReactNode {
  const { status, postponeUntil } = operation;
  const now = useNow();
  const isAhead = (at: string | undefined): at is string => at !== undefined && Date.parse(at) > now;
  if (actsOf(operation).length === 0) return null;
  if (isAhead(status.disruptsAt)) return <BigCountdown label={text.disruptsIn} until={status.disruptsAt} />;
  if (isAhead(status.waitsUntil))
    return <BigCountdown label={status.step === 'backOff' ? text.backOff : text.waitsEmpty} until={status.waitsUntil} />;
  if (isAhead(postponeUntil))
    return (
      <p className="text-ink-2">
        {text.notBefore} <TimeText at={postponeUntil} />
      </p>
    );
  return null;
}

function BigCountdown({ label, until }: { readonly label: string; readonly until: string }): ReactNode {
  return (
    <p className="sm:text-right">
      <span className="block max-w-64 text-sm text-ink-2">{label}</span>
      <span className="block text-3xl font-semibold">
        <Countdown until={until} />
      </span>
    </p>
  );
}

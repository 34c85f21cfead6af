import type { Operation } from '../../api/types.ts';
import type { Tone } from '../../parts/state-pill.tsx';
import { formatDuration } from '../../time/format.ts';
import { words } from '../../words/index.ts';

const tones: Record<Operation['phase'], Tone> = {
  Pending: 'warn',
  Running: 'busy',
  Succeeded: 'good',
  Failed: 'bad',
  Refused: 'bad',
  Skipped: 'idle',
  Cancelled: 'idle',
};

/** How an operation stands, and its colour. */
export function operationState(operation: Operation): { readonly word: string; readonly tone: Tone } {
  return { word: words.states.operation[operation.phase], tone: tones[operation.phase] };
}

/** The kind of operation; one that these pages do not know yet keeps its own name. */
export function operationTitle({ type }: Pick<Operation, 'type'>): string {
  return words.states.operationType[type] ?? type;
}

/** Who asked and why, in half a sentence. */
export function originOf({ actor, cause }: Operation): string {
  return [
    ...(actor === undefined ? [] : [words.operations.askedBy(actor)]),
    ...(cause === undefined ? [] : [words.operations.because(cause)]),
  ].join(', ');
}

/** How long it took, once it has ended. */
export function lengthOf({ status }: Operation): string | undefined {
  if (status.startedAt === undefined || status.finishedAt === undefined) return undefined;
  return formatDuration(Date.parse(status.finishedAt) - Date.parse(status.startedAt));
}

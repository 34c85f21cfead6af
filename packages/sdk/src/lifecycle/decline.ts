import type { Reason } from '@gse/resources';
import type { DecideInput, OpenOperation } from './input.ts';
import { reason } from './reason.ts';
import { ms } from './time.ts';

/**
 * When a postponed act may happen at the earliest; undefined where it was not postponed, must not be, or was told to go ahead
 * now.
 */
export function postponedTo(input: DecideInput, operation: OpenOperation): number | undefined {
  if (operation.spec.runNow) return undefined;
  return isDeclinable(input, operation) ? ms(operation.spec.postponeUntil) : undefined;
}

/** True where somebody has skipped or cancelled an act that may be. */
export function isDeclined(input: DecideInput, operation: OpenOperation): boolean {
  return isDeclinable(input, operation) && (operation.spec.skip === true || operation.spec.cancel === true);
}

/** Tells whoever tried to decline what must be why nothing came of it. */
export function declinedInVain(input: DecideInput, operation: OpenOperation): Reason | undefined {
  const { spec } = operation;
  if (isDeclinable(input, operation) || !(spec.skip || spec.cancel || spec.postponeUntil !== undefined)) return undefined;
  const why = input.server.deleting ? 'The server is being deleted' : 'The provider has suspended this server';
  return reason(
    'CannotBeDeclined',
    `${why}, so this stop can be neither skipped nor cancelled nor postponed. Players get their countdown.`,
  );
}

/** False of what must be: the provider's lock and a deletion outrank whoever may edit operations and the order. */
export function isDeclinable(input: DecideInput, operation: Pick<OpenOperation, 'spec'>): boolean {
  return operation.spec.type !== 'stop' || (!input.server.deleting && input.spec.intent !== 'Suspended');
}

import type { Reason } from '@gse/resources';
import { hasEnded } from './crash.ts';
import { isPastReturn } from './engine.ts';
import type { DecideInput, OpenOperation } from './input.ts';
import { LICENCE_NOT_ACCEPTED, obstacle } from './obstacle.ts';
import { isKnownOperation } from './operations/index.ts';
import { isOwn, type OwnType } from './own.ts';
import { mayBePlayed } from './players.ts';
import { cut, patchFix, reason } from './reason.ts';
import type { Ledger } from './engine.ts';

/** True when the server is to run: the wish, unless the provider's lock or its deletion outranks it. */
export function wantsRun(input: DecideInput): boolean {
  return input.spec.state === 'Running' && input.spec.intent !== 'Suspended' && !input.server.deleting;
}

/** The operation the operator owes the wish now, if any. */
export function owedOperation(
  input: DecideInput,
  ledger: Ledger,
  held: { generation: number } | undefined,
): { readonly type: OwnType; readonly cause?: string } | undefined {
  const isUp = ledger.replicas === 1;
  if (wantsRun(input)) {
    if (isUp || obstacle(input) !== undefined) return undefined;
    const { generation } = input.server;
    if (ledger.crash?.givenUp === generation || held?.generation === generation) return undefined;
    return { type: 'start' };
  }
  if (!isUp) return undefined;
  if (input.server.deleting) return { type: 'stop', cause: 'the server is deleted' };
  if (input.spec.intent === 'Suspended') return { type: 'stop', cause: 'suspended by the provider' };
  // Whoever declined the stop did so for the players; a game that has ended has none.
  const { pod } = input.observed;
  const isDown = pod !== undefined && hasEnded(pod) && !mayBePlayed(input);
  const isHeld = held?.generation === input.server.generation && !isDown;
  return isHeld ? undefined : { type: 'stop' };
}

/** True when an operation works towards what nobody wishes any more, and can still be given up. */
export function servesNobody(input: DecideInput, operation: OpenOperation): boolean {
  const { type } = operation.spec;
  if (type === 'start' || type === 'recover') return !wantsRun(input);
  if (type === 'stop') return wantsRun(input) && !isPastReturn(operation);
  return !wantsRun(input);
}

/** Why an operation cannot be carried out by this operator, whoever opened it; undefined when it knows how. */
export function unknownType({ spec: { type } }: Pick<OpenOperation, 'spec'>): Reason | undefined {
  if (isKnownOperation(type)) return undefined;
  return reason(
    'UnknownOperation',
    `This operator does not know operations of the type ${cut(type, 40)}; those of a newer version do. Bring the operator to the version of the CRDs, then order it again.`,
  );
}

/**
 * Why an operation that a person ordered is not carried out; undefined when it is.
 * @param others the open operations, oldest first, this one among them
 */
export function refusal(input: DecideInput, operation: OpenOperation, others: readonly OpenOperation[]): Reason | undefined {
  const { type } = operation.spec;
  if (isOwn(operation)) return undefined;
  if (type === 'start' || type === 'stop') {
    const state = type === 'start' ? 'Running' : 'Stopped';
    return reason(
      'OrderTheState',
      `A server is ${type === 'start' ? 'started' : 'stopped'} by wishing for it: set spec.state to ${state}. Players get the same countdown.`,
      {
        fix: patchFix(`Set the state to ${state}`, { spec: { state } }),
      },
    );
  }
  if (type === 'recover')
    return reason('AutomaticOnly', 'Recovery begins by itself when a game crashes. Order a restart instead.', {
      fix: { kind: 'operation', title: 'Restart the server', operation: 'restart' },
    });
  if (input.server.deleting) return reason('ServerDeleting', 'The server is being deleted.');
  if (!wantsRun(input)) {
    return reason('ServerStopped', 'The server is not wished to run, so there is nothing to restart.', {
      fix: patchFix('Start the server', { spec: { state: 'Running' } }),
    });
  }
  const obstructing = obstacle(input);
  // Without its licence the game would be stopped and not come up again.
  if (obstructing && (input.observed.pod === undefined || obstructing.code === LICENCE_NOT_ACCEPTED)) return obstructing;
  const older = others.slice(
    0,
    others.findIndex((other) => other.name === operation.name),
  );
  const twin = older.find((other) => other.spec.type === type);
  if (twin) return reason('AlreadyPending', `${twin.name} is already under way; skip, postpone or cancel that one.`);
  return undefined;
}

import type { GameServerStatus, Phase } from '@gse/resources';
import type { Ledger } from './engine.ts';
import type { DecideInput, OpenOperation } from './input.ts';
import { obstacle } from './obstacle.ts';
import { operationTable } from './operations/index.ts';
import { iso } from './time.ts';
import { wantsRun } from './wish.ts';

/** What happens next, when, and through which operation; undefined when nothing is due. */
export function nextOf(input: DecideInput, ledger: Ledger, active: OpenOperation | undefined, phase: Phase): GameServerStatus['next'] {
  if (input.spec.intent === 'Maintenance' && !input.server.deleting) {
    return { what: 'Nothing is changed while the provider keeps the server in maintenance.', ...(active && { operation: active.name }) };
  }
  if (active !== undefined) return nextOfOperation(input, active);
  const what = nextOfPhase(input, ledger, phase);
  return what === undefined ? undefined : { what };
}

function nextOfPhase(input: DecideInput, ledger: Ledger, phase: Phase): string | undefined {
  switch (phase) {
    case 'Pending':
      return obstacle(input) ? 'Starts as soon as what stands in the way is settled.' : 'The server is started.';
    case 'Provisioning':
      return input.observed.pod === undefined ? 'A pod is made for the server.' : 'The pod is given a node.';
    case 'Installing':
      return 'The game is started as soon as everything it needs is in place.';
    case 'Starting':
      return 'Players can join as soon as the game answers.';
    case 'Stopping':
      return ledger.replicas === 1 || wantsRun(input) ? 'A new pod follows.' : 'The pod goes as soon as the game has saved and left.';
    case 'Crashed':
      return 'The pod of the crashed game is cleared away.';
    case 'Failed':
      return 'Nothing by itself: change what caused it, or order a restart.';
    case 'Suspended':
      return 'Nothing before the provider lifts it.';
    case 'Deleting':
      return 'What belongs to the server is cleared away.';
    case 'Running':
    case 'Stopped':
      return undefined;
  }
}

function nextOfOperation(input: DecideInput, active: OpenOperation): GameServerStatus['next'] {
  const { status, name, spec } = active;
  const { verb } = operationTable(spec.type);
  const operation = name;
  switch (status.step) {
    case 'wait':
    case 'countdown':
      return {
        what: `The server ${verb}${spec.cause ? ` (${spec.cause})` : ''}.`,
        operation,
        ...(status.disruptsAt && { at: status.disruptsAt }),
      };
    case 'backoff':
      return { what: 'The game is started again.', operation, ...(status.waitsUntil && { at: status.waitsUntil }) };
    case 'verify': {
      const { pod } = input.observed;
      const started = pod?.game.state === 'running' ? pod.game.startedAt : undefined;
      const budgetMs = (input.game?.budgets.startSeconds ?? 0) * 1000;
      return {
        what: 'The game answers, at the latest when its start budget is used up.',
        operation,
        ...(started !== undefined && { at: iso(started + budgetMs) }),
      };
    }
    default:
      return { what: status.message ?? `The operation ${name} goes on.`, operation };
  }
}

import type { GameServerStatus, Phase } from '@gse/resources';
import type { Ledger } from './engine.ts';
import type { DecideInput, OpenOperation } from './input.ts';
import { operationTable } from './operations/index.ts';
import { iso } from './time.ts';
import { obstacle, wantsRun } from './wish.ts';

/** What happens next, when, and through which operation; undefined when nothing is due. */
export function nextOf(input: DecideInput, ledger: Ledger, active: OpenOperation | undefined, phase: Phase): GameServerStatus['next'] {
  if (active !== undefined) return nextOfOperation(input, active);
  if (phase === 'Failed') return { what: 'Nothing by itself: change what caused it, or order a restart.' };
  if (phase === 'Pending' && wantsRun(input) && obstacle(input)) return { what: 'Starts as soon as what stands in the way is settled.' };
  if (ledger.replicas === 1 && input.observed.pod === undefined) return { what: 'A pod is made for the server.' };
  return undefined;
}

function nextOfOperation(input: DecideInput, active: OpenOperation): GameServerStatus['next'] {
  const { status, name, spec } = active;
  const { verb } = operationTable(spec.type);
  const operation = name;
  switch (status.step) {
    case 'wait':
    case 'countdown':
      return { what: `The server ${verb}${spec.cause ? ` (${spec.cause})` : ''}.`, operation, ...(status.disruptsAt && { at: status.disruptsAt }) };
    case 'backoff':
      return { what: 'The game is started again.', operation, ...(status.waitsUntil && { at: status.waitsUntil }) };
    case 'verify': {
      const { pod } = input.observed;
      const started = pod?.game.state === 'running' ? pod.game.startedAt : undefined;
      const budgetMs = (input.game?.budgets.startSeconds ?? 0) * 1000;
      return { what: 'The game answers, at the latest when its start budget is used up.', operation, ...(started !== undefined && { at: iso(started + budgetMs) }) };
    }
    default:
      return { what: status.message ?? `The operation ${name} goes on.`, operation };
  }
}

import type { Condition, GameServerStatus } from '@gse/resources';
import type { DecideInput } from './input.ts';
import { obstacle } from './obstacle.ts';
import { iso } from './time.ts';

/** Projections of the status for `kubectl wait`; they say nothing that phase, axes and reason do not say. */
export function conditionsOf(
  input: DecideInput,
  status: Pick<GameServerStatus, 'phase' | 'health' | 'network' | 'reason' | 'simulated'>,
): Condition[] {
  const { storage } = input.observed;
  const isAnswering = status.health === 'Healthy' || status.health === 'Degraded';
  const isRunning = status.phase === 'Running';
  const isReady = isRunning && isAnswering && status.network?.state === 'Ready';
  const blocked = obstacle(input);
  const settingsValid = blocked?.code !== 'SettingsInvalid' && blocked?.code !== 'UnknownGame';

  const ready = isReady
    ? { type: 'Ready', status: 'True' as const, reason: 'PlayersCanJoin', message: 'The game answers and its address is known.' }
    : {
        type: 'Ready',
        status: 'False' as const,
        reason: status.reason?.code ?? (isRunning && status.network?.state !== 'Ready' ? 'NoAddress' : (status.phase ?? 'Pending')),
        message: status.reason?.message ?? notReadyYet(status),
      };
  const valid = settingsValid
    ? { type: 'SettingsValid', status: 'True' as const, reason: 'Valid', message: 'The order can be met as it stands.' }
    : {
        type: 'SettingsValid',
        status: 'False' as const,
        reason: blocked.code,
        message: `${blocked.message} A running server stays as it is.`,
      };
  const simulated = status.simulated
    ? [
        {
          type: 'Simulated',
          status: 'True' as const,
          reason: 'NoContainerEngine',
          message: 'No real game runs: the simulator of the adapter answers instead.',
        },
      ]
    : [];
  const volume = storage ? [{ type: 'StorageAsOrdered', status: 'False' as const, reason: storage.code, message: storage.message }] : [];
  return [ready, valid, ...simulated, ...volume].map((condition) => stamp(input, condition));
}

function notReadyYet(status: Pick<GameServerStatus, 'phase' | 'health' | 'network'>): string {
  if (status.phase === 'Running' && status.network?.state !== 'Ready')
    return status.network?.message ?? 'The game answers; its address is not known yet.';
  return status.phase === 'Running' ? `Health is ${status.health ?? 'Unknown'}.` : `The server is ${status.phase ?? 'Pending'}.`;
}

/** Keeps the transition time of a condition whose status did not change, so that an unchanged status compares equal. */
function stamp(input: DecideInput, condition: Omit<Condition, 'lastTransitionTime' | 'observedGeneration'>): Condition {
  const before = input.previous.conditions?.find((candidate) => candidate.type === condition.type);
  const lastTransitionTime = before?.status === condition.status ? before.lastTransitionTime : iso(input.now);
  return { ...condition, lastTransitionTime, observedGeneration: input.server.generation };
}

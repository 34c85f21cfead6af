import type { GameServerStatus } from '@gse/resources';
import { differences, podDifferences } from '../plan/staged.ts';
import { agentOf } from './agent.ts';
import { conditionsOf } from './conditions.ts';
import type { Ledger } from './engine.ts';
import type { DecideInput } from './input.ts';
import type { Journal } from './journal.ts';
import { nextOf } from './next.ts';
import { healthOf, phaseOf } from './phase.ts';
import { playersStatus } from './players.ts';
import { iso } from './time.ts';

/** When a change that is not in the running game takes effect. */
const EFFECT = {
  live: 'is being told to the running game',
  restart: 'takes effect with the next restart',
  wipe: 'takes effect in a new world',
} as const;

/** The status that goes with what was decided: phase, axes, reason, what comes next, and what the next look must remember. */
export function statusOf(input: DecideInput, ledger: Ledger, journal: Journal, held: GameServerStatus['held']): GameServerStatus {
  const { observed, previous, plan, game } = input;
  const active = journal.active();
  const view = phaseOf(input, ledger, active, journal.finishedNow());
  const health = healthOf(input);
  const { pod } = observed;
  const agent = agentOf(input);
  const applied = pod?.applied && { ...pod.applied, settings: agent?.settings ?? pod.applied.settings };
  const staged = game && plan?.ok && applied ? differences(game, plan.plan, applied) : [];
  const waiting = [
    ...staged.map((change) => ({ path: change.path, title: change.title, message: EFFECT[change.applies] })),
    ...(pod?.applied && pod.wanted ? podDifferences(pod.wanted, pod.applied) : []).map((part) => ({ ...part, message: EFFECT.restart })),
    ...(observed.storage ? [{ path: 'storage.size', title: 'Storage', message: observed.storage.message }] : []),
  ];
  const next = nextOf(input, ledger, active, view.phase);
  const wanted = plan?.ok ? plan.plan.version : previous.version?.wanted;
  const status: GameServerStatus = {
    observedGeneration: input.server.generation,
    phase: view.phase,
    health,
    players: playersStatus(input),
    network: {
      state: observed.network.state,
      ...(observed.network.message && { message: observed.network.message }),
      endpoints: [...observed.network.endpoints],
    },
    intent: input.spec.intent,
    ...(wanted !== undefined && {
      version: {
        state: applied && applied.version !== wanted ? 'Staged' : 'UpToDate',
        wanted,
        ...(agent?.version !== undefined && { running: agent.version }),
      },
    }),
    ...(observed.network.endpoints[0] && { address: observed.network.endpoints[0].address }),
    ...(agent ? { simulated: agent.simulated } : previous.simulated !== undefined && { simulated: previous.simulated }),
    ...(view.reason && { reason: view.reason }),
    ...(next && { next }),
    ...(active && { operation: active.name }),
    ...(waiting.length > 0 && { staged: waiting.slice(0, 100) }),
    ...(ledger.crash && { crash: ledger.crash }),
    ...(held && { held }),
    ...(agent?.healthySince !== undefined && health !== 'Unknown' && { healthySince: iso(agent.healthySince) }),
    ...(pod?.game.state === 'running' && { startedAt: iso(pod.game.startedAt) }),
    ...(ledger.replicas !== undefined && { desiredReplicas: ledger.replicas }),
    ...(journal.opened > 0 && { operationsOpened: journal.opened }),
  };
  return { ...status, conditions: conditionsOf(input, status) };
}

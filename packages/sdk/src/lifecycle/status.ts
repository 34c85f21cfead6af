import type { GameServerStatus } from '@gse/resources';
import { differences } from '../plan/staged.ts';
import { agentOf } from './agent.ts';
import { conditionsOf } from './conditions.ts';
import type { Ledger } from './engine.ts';
import type { DecideInput } from './input.ts';
import type { Journal } from './journal.ts';
import { nextOf } from './next.ts';
import { healthOf, phaseOf } from './phase.ts';
import { playersStatus } from './players.ts';
import { iso } from './time.ts';

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
    ...(staged.length > 0 && {
      staged: staged.slice(0, 100).map((change) => ({
        path: change.path,
        title: change.title,
        message:
          change.applies === 'live'
            ? 'is being told to the running game'
            : change.applies === 'wipe'
              ? 'takes effect in a new world'
              : 'takes effect with the next restart',
      })),
    }),
    ...(ledger.crash && { crash: ledger.crash }),
    ...(held && { held }),
    ...(agent?.healthySince !== undefined && health !== 'Unknown' && { healthySince: iso(agent.healthySince) }),
    ...(pod?.game.state === 'running' && { startedAt: iso(pod.game.startedAt) }),
    ...(ledger.replicas !== undefined && { desiredReplicas: ledger.replicas }),
    ...(journal.opened > 0 && { operationsOpened: journal.opened }),
  };
  return { ...status, conditions: conditionsOf(input, status) };
}

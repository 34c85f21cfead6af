import type { Players } from '@gse/resources';
import { agentOf, isSilent } from './agent.ts';
import type { DecideInput } from './input.ts';
import { cut } from './reason.ts';

/** Who would notice a disruption: nobody, people, or we cannot tell, which counts as people. */
export type Occupancy =
  | { readonly kind: 'empty' }
  | { readonly kind: 'occupied'; readonly online: number }
  | { readonly kind: 'unknown'; readonly why: string };

/**
 * Who is on the server. Zero needs proof: a fresh answer of the game, or a game process that is not there to be played on or
 * was never ready to be joined.
 */
export function occupancy(input: DecideInput): Occupancy {
  const { pod } = input.observed;
  const agent = agentOf(input);
  if (pod === undefined || pod.game.state !== 'running') return { kind: 'empty' };
  if (agent === undefined) return { kind: 'unknown', why: 'the agent has not been heard' };
  if (isSilent(input)) return { kind: 'unknown', why: 'the agent has not been heard for a while' };
  if (!agent.everHealthy) return { kind: 'empty' };
  if (!agent.players.known) return { kind: 'unknown', why: agent.players.reason };
  return agent.players.online === 0 ? { kind: 'empty' } : { kind: 'occupied', online: agent.players.online };
}

/** After a start in place nobody is taken to be back sooner, unless the agent says so. */
const BACK_SOONEST_MS = 30_000;

/**
 * True when people may be on a game that its node has started again, so that taking it away needs a notice. Right after a crash
 * the last report still tells of those whom it threw out.
 */
export function mayBePlayed(input: DecideInput): boolean {
  const { pod } = input.observed;
  if (pod?.game.state !== 'running' || occupancy(input).kind === 'empty') return false;
  const { startedAt } = pod.game;
  const healthySince = agentOf(input)?.healthySince;
  const isToldOfThisRun = healthySince !== undefined && healthySince >= startedAt;
  return isToldOfThisRun || input.now - startedAt >= BACK_SOONEST_MS;
}

/** The players axis of the status. */
export function playersStatus(input: DecideInput): Players {
  const players = agentOf(input)?.players;
  if (players === undefined || !players.known || isSilent(input)) return { known: false };
  return {
    known: true,
    online: players.online,
    max: players.max,
    ...(players.names && { names: players.names.slice(0, 200).map((name) => cut(name, 128)) }),
  };
}

import type { Players } from '@gse/resources';
import type { Observed } from './input.ts';

/** Who would notice a disruption: nobody, people, or we cannot tell, which counts as people. */
export type Occupancy = { readonly kind: 'empty' } | { readonly kind: 'occupied'; readonly online: number } | { readonly kind: 'unknown'; readonly why: string };

/**
 * Who is on the server. Zero needs proof: an answer of the game, or a game process that is not there to be played on or
 * was never ready to be joined.
 */
export function occupancy(observed: Observed): Occupancy {
  const { pod, agent } = observed;
  if (pod === undefined || pod.game.state !== 'running') return { kind: 'empty' };
  if (agent === undefined) return { kind: 'unknown', why: 'the agent has not been heard' };
  if (!agent.everHealthy) return { kind: 'empty' };
  if (!agent.players.known) return { kind: 'unknown', why: agent.players.reason };
  return agent.players.online === 0 ? { kind: 'empty' } : { kind: 'occupied', online: agent.players.online };
}

/** The players axis of the status. */
export function playersStatus(observed: Observed): Players {
  const players = observed.agent?.players;
  if (players === undefined || !players.known) return { known: false };
  return { known: true, online: players.online, max: players.max, ...(players.names && { names: players.names.slice(0, 200) }) };
}

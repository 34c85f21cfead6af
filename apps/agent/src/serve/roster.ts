import type { ReportedPlayer } from '@gse/agent-client';
import type { Player } from '@gse/sdk';

const maxNames = 1000;
const longestName = 128;

/** Remembers since when each player is on, as far as this agent has seen. */
export class Roster {
  /** By id where the game gives one, otherwise by name. */
  #visits = new Map<string, { readonly name: string; readonly since: number }>();

  /** The names the game gave, with the times since which they are known; who is no longer named is forgotten. */
  update(players: readonly Player[], now: number): ReportedPlayer[] {
    const next = new Map<string, { name: string; since: number }>();
    const named = players.slice(0, maxNames).map((player): ReportedPlayer => {
      const name = player.name.slice(0, longestName);
      const key = player.id ?? name;
      const since = (this.#visits.get(key) ?? this.#visits.get(name))?.since ?? now;
      next.set(key, { name, since });
      return { name, ...(player.id === undefined ? {} : { id: player.id.slice(0, longestName) }), since: new Date(since).toISOString() };
    });
    this.#visits = next;
    return named;
  }

  /** The log told of a player before the game was asked. */
  joined(name: string, at: number): void {
    const known = name.slice(0, longestName);
    if (this.#visits.size < maxNames) this.#visits.set(known, { name: known, since: at });
  }

  left(name: string): void {
    for (const [key, visit] of this.#visits) {
      if (visit.name === name.slice(0, longestName)) this.#visits.delete(key);
    }
  }
}

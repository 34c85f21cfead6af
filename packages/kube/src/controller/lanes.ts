/**
 * How urgent a piece of work is. `urgent`: somebody waits for something to stop or go. `background`: what was there
 * when the process started and has probably not changed.
 */
export type Lane = 'urgent' | 'normal' | 'background';

/** Of so many turns, when all lanes have work; none ever starves. */
const shares: Record<Lane, number> = { urgent: 16, normal: 4, background: 1 };
const laneNames = ['urgent', 'normal', 'background'] as const;

/** The more urgent of two lanes. */
export function moreUrgent(a: Lane, b: Lane): Lane {
  return laneNames.indexOf(a) < laneNames.indexOf(b) ? a : b;
}

/**
 * Keys that wait, each in one lane. The lanes take turns by their shares; within a lane the namespaces take turns, so
 * that one customer with a thousand changes does not hold up the next with one; within a namespace first come, first
 * served.
 */
export class Lanes {
  /** Where each key waits, and since when. */
  readonly #waiting = new Map<string, { lane: Lane; since: number }>();
  /** lane → namespace → keys. A namespace that had its turn goes to the end. */
  readonly #lanes: Record<Lane, Map<string, Set<string>>> = { urgent: new Map(), normal: new Map(), background: new Map() };
  /** Turns a lane is owed; see smooth weighted round robin. */
  readonly #owed: Record<Lane, number> = { urgent: 0, normal: 0, background: 0 };

  get size(): number {
    return this.#waiting.size;
  }

  has(key: string): boolean {
    return this.#waiting.has(key);
  }

  /** Adds a key, or moves a waiting one to a more urgent lane; it keeps the time it was added at. */
  add(key: string, lane: Lane, now: number): void {
    const place = this.#waiting.get(key);
    if (place && moreUrgent(place.lane, lane) === place.lane) return;
    if (place) this.#leave(key, place.lane);
    this.#waiting.set(key, { lane, since: place?.since ?? now });
    const namespaces = this.#lanes[lane];
    const namespace = namespaceOf(key);
    const keys = namespaces.get(namespace);
    if (keys) keys.add(key);
    else namespaces.set(namespace, new Set([key]));
  }

  /** The next key of the lanes that may be served; undefined when none of them has work. */
  take(isOpen: (lane: Lane) => boolean): { key: string; lane: Lane; since: number } | undefined {
    const lane = this.#nextLane(isOpen);
    if (lane === undefined) return undefined;
    for (const [namespace, keys] of this.#lanes[lane]) {
      for (const key of keys) {
        const since = this.#waiting.get(key)?.since ?? 0;
        this.#waiting.delete(key);
        this.#leave(key, lane);
        // Its turn is over; what it still has comes after the others.
        if (this.#lanes[lane].delete(namespace) && keys.size > 0) this.#lanes[lane].set(namespace, keys);
        return { key, lane, since };
      }
    }
    return undefined;
  }

  clear(): void {
    this.#waiting.clear();
    for (const lane of laneNames) this.#lanes[lane].clear();
  }

  #nextLane(isOpen: (lane: Lane) => boolean): Lane | undefined {
    const candidates = laneNames.filter((lane) => this.#lanes[lane].size > 0 && isOpen(lane));
    let best: Lane | undefined;
    let total = 0;
    for (const lane of candidates) {
      this.#owed[lane] += shares[lane];
      total += shares[lane];
      if (best === undefined || this.#owed[lane] > this.#owed[best]) best = lane;
    }
    if (best !== undefined) this.#owed[best] -= total;
    return best;
  }

  #leave(key: string, lane: Lane): void {
    const namespaces = this.#lanes[lane];
    const namespace = namespaceOf(key);
    const keys = namespaces.get(namespace);
    keys?.delete(key);
    if (keys?.size !== 0) return;
    namespaces.delete(namespace);
    // An empty lane is owed nothing, or it would pay itself out later.
    if (namespaces.size === 0) this.#owed[lane] = 0;
  }
}

function namespaceOf(key: string): string {
  const slash = key.indexOf('/');
  return slash < 0 ? '' : key.slice(0, slash);
}

import type { Refusal } from './refusal.ts';

/** What of a server was refused. */
export type TroubleArea = 'service' | 'parts' | 'claim' | 'workload';

/**
 * What the cluster refused to make for a server, as the last attempt found it. Kept in memory: after a restart the next
 * attempt finds it again.
 */
export class Troubles {
  readonly #found = new Map<string, Map<TroubleArea, Refusal>>();
  readonly #listeners: ((serverKey: string) => void)[] = [];

  /** Calls back when what is known of a server has changed. */
  onChange(listener: (serverKey: string) => void): void {
    this.#listeners.push(listener);
  }

  get(serverKey: string, area: TroubleArea): Refusal | undefined {
    return this.#found.get(serverKey)?.get(area);
  }

  /** Notes a refusal, or that there is none any more. */
  note(serverKey: string, area: TroubleArea, refusal: Refusal | undefined): void {
    const known = this.#found.get(serverKey);
    const before = known?.get(area);
    if (before?.code === refusal?.code && before?.message === refusal?.message) return;
    if (refusal) this.#found.set(serverKey, (known ?? new Map<TroubleArea, Refusal>()).set(area, refusal));
    else known?.delete(area);
    if (known?.size === 0) this.#found.delete(serverKey);
    for (const listener of this.#listeners) listener(serverKey);
  }

  /** Forgets a server that is gone. */
  forget(serverKey: string): void {
    this.#found.delete(serverKey);
  }
}

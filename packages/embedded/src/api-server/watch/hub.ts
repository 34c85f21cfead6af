import type { Store } from '../store/store.ts';

/** A watcher that has read everything and waits for news of its kind. */
export interface Waiter {
  storage: string;
  /** Called once, with the position of the first event it has not seen. */
  wake(position: number): void;
}

/** Wakes watchers. It knows only those that wait; a slow one is simply not here, and costs a writer nothing. */
export class WatchHub {
  readonly #waiting = new Map<string, Set<Waiter>>();

  constructor(store: Store) {
    store.onCommit((events, first) => {
      const woken = new Set<Waiter>();
      events.forEach((event, index) => {
        for (const waiter of this.#waiting.get(event.storage) ?? []) {
          if (woken.has(waiter)) continue;
          woken.add(waiter);
          this.cancel(waiter);
          waiter.wake(first + index);
        }
      });
    });
  }

  wait(waiter: Waiter): void {
    const waiting = this.#waiting.get(waiter.storage) ?? new Set<Waiter>();
    this.#waiting.set(waiter.storage, waiting.add(waiter));
  }

  cancel(waiter: Waiter): void {
    this.#waiting.get(waiter.storage)?.delete(waiter);
  }
}

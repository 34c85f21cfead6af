import type { Clock } from '@gse/kube';
import type { ChangeEvent } from '../store/event-log.ts';
import type { Store } from '../store/store.ts';
import type { WatchHub, Waiter } from './hub.ts';

/** What a cursor found. */
export type CursorRead = { type: 'events'; events: ChangeEvent[] } | { type: 'lost' } | { type: 'idle' };

const maxEventsPerRead = 256;

/** A place in the log of one kind's changes, moving on as its reader asks for more. */
export class Cursor {
  readonly #store: Store;
  readonly #hub: WatchHub;
  readonly #clock: Clock;
  readonly #storage: string;
  #position: number;

  constructor(init: { store: Store; hub: WatchHub; clock: Clock; storage: string; afterVersion: number }) {
    this.#store = init.store;
    this.#hub = init.hub;
    this.#clock = init.clock;
    this.#storage = init.storage;
    this.#position = init.store.events.positionAfter(init.afterVersion);
  }

  /** The next changes; waits for them up to a time. */
  async read(waitMs: number, signal: AbortSignal): Promise<CursorRead> {
    const log = this.#store.events;
    let mayWait = waitMs > 0 && !signal.aborted;
    for (;;) {
      if (log.hasLost(this.#position)) return { type: 'lost' };
      const events = this.#collect();
      if (events.length > 0) return { type: 'events', events };
      if (!mayWait) return { type: 'idle' };
      await this.#waitForNews(waitMs, signal);
      mayWait = false;
    }
  }

  #collect(): ChangeEvent[] {
    const log = this.#store.events;
    const found: ChangeEvent[] = [];
    while (this.#position < log.end && found.length < maxEventsPerRead) {
      const event = log.at(this.#position);
      this.#position += 1;
      if (event?.storage === this.#storage) found.push(event);
    }
    return found;
  }

  /**
   * Afterwards the place is at the first change of the kind, or at the end of the log when there was none:
   * however much happens to other kinds, a watcher that waits is not left behind.
   */
  async #waitForNews(waitMs: number, signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    let found: number | undefined;
    const waiter: Waiter = {
      storage: this.#storage,
      wake: (position) => {
        found = position;
        resolve();
      },
    };
    const cancelTimer = this.#clock.after(waitMs, resolve);
    const onAbort = () => resolve();
    signal.addEventListener('abort', onAbort, { once: true });
    this.#hub.wait(waiter);
    await promise;
    this.#hub.cancel(waiter);
    cancelTimer();
    signal.removeEventListener('abort', onAbort);
    this.#position = found ?? this.#store.events.end;
  }
}

import { randomBytes } from 'node:crypto';
import type { QuiesceResponse } from '@gse/agent-client';
import { delay, GameCallError, type Clock, type Session } from '@gse/session';

/** Whoever holds the files may be gone; the game writes again after the lease, whatever happens. */
interface Held {
  readonly lease: string;
  readonly hold: AsyncDisposable;
  expiresAt: number;
  cancel: () => void;
}

const retryMs = 5_000;

/** Holds the game's files still for one holder at a time, for as long as their lease runs. */
export class QuiesceLease {
  readonly #session: Session;
  readonly #clock: Clock;
  readonly #onStuck: (isStuck: boolean) => void;
  readonly #closing = new AbortController();
  #held: Held | undefined;
  #acquiring: Promise<QuiesceResponse> | undefined;
  #releasing: Promise<void> | undefined;
  #isEnded = false;

  /** @param onStuck told when the game could not be told to write again, and when it could after all */
  constructor(session: Session, clock: Clock, onStuck: (isStuck: boolean) => void) {
    this.#session = session;
    this.#clock = clock;
    this.#onStuck = onStuck;
  }

  /** Holds, or prolongs where `lease` is the present one. */
  async hold(leaseMs: number, lease: string | undefined, signal: AbortSignal): Promise<QuiesceResponse> {
    if (this.#held && lease === this.#held.lease) return this.#prolong(this.#held, leaseMs);
    if (lease !== undefined)
      throw new GameCallError('game', { code: 'LeaseExpired', message: 'This lease is over and the game writes again; begin anew.' });
    if (this.#held || this.#acquiring || this.#releasing)
      throw new GameCallError('game', { code: 'AlreadyQuiesced', message: "Somebody else holds the game's files still." });
    if (this.#isEnded) throw leaves();
    this.#acquiring = this.#acquire(leaseMs, signal).finally(() => {
      this.#acquiring = undefined;
    });
    return this.#acquiring;
  }

  /** Lets the game write again; no error where nothing is held. Rejects when the first try failed; it is tried on. */
  async release(): Promise<void> {
    const held = this.#held;
    if (!held) return this.#releasing;
    held.cancel();
    this.#held = undefined;
    const { promise: firstTry, resolve, reject } = Promise.withResolvers<void>();
    this.#releasing = this.#releaseUntilDone(held.hold, resolve, reject).finally(() => {
      this.#releasing = undefined;
    });
    return firstTry;
  }

  /** The game may be held again: it has come back. */
  begin(): void {
    this.#isEnded = false;
  }

  /** Lets the game write again and holds it no more until `begin`: it is about to leave. Rejects as `release` does. */
  async end(): Promise<void> {
    this.#isEnded = true;
    await this.#acquiring?.catch(() => undefined);
    await this.release();
  }

  /** Lets the game write again, unless the agent is being killed. */
  async close(killed: AbortSignal): Promise<void> {
    if (!killed.aborted) await this.release().catch(() => undefined);
    this.#held?.cancel();
    this.#closing.abort();
    await this.#releasing;
  }

  async #acquire(leaseMs: number, signal: AbortSignal): Promise<QuiesceResponse> {
    const hold = await this.#session.quiesce(signal);
    this.#held = { lease: randomBytes(12).toString('base64url'), hold, expiresAt: 0, cancel: () => undefined };
    // Whoever ended it meanwhile releases what was just acquired.
    if (this.#isEnded) throw leaves();
    return this.#prolong(this.#held, leaseMs);
  }

  #prolong(held: Held, leaseMs: number): QuiesceResponse {
    held.cancel();
    held.expiresAt = this.#clock.now() + leaseMs;
    held.cancel = this.#clock.after(leaseMs, () => void this.release().catch(() => undefined));
    return { lease: held.lease, expiresAt: new Date(held.expiresAt).toISOString() };
  }

  async #releaseUntilDone(hold: AsyncDisposable, done: () => void, failed: (error: unknown) => void): Promise<void> {
    for (let isFirst = true; !this.#closing.signal.aborted; isFirst = false) {
      try {
        await hold[Symbol.asyncDispose]();
        if (!isFirst) this.#onStuck(false);
        return done();
      } catch (error) {
        if (isFirst) this.#onStuck(true);
        failed(error);
        await delay(this.#clock, retryMs, this.#closing.signal);
      }
    }
  }
}

function leaves(): GameCallError {
  return new GameCallError('game', { code: 'GameLeaves', message: 'The game is about to stop, and writes its files until then.' });
}

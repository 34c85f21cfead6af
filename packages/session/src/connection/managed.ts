import type { ConnectionErrorKind, ConnectionSpec, OpenConnection } from '@gse/sdk';
import { abortable, delay, isTimeout, type Clock } from '../clock.ts';
import { kindOf } from './kind.ts';

/** What every connection of a session shares. */
export interface ConnectionEnvironment {
  resolve(port: string): { readonly host: string; readonly port: number };
  secret(id: string): string | undefined;
  readonly clock: Clock;
  random(): number;
  /** Called when an open connection ended by itself. */
  onLost?(name: string): void;
}

const openTimeoutMs = 5_000;
/** After the game rejected a credential it is not shown again before it changed, or before this long; games ban for less. */
const rejectedPauseMs = 60_000;
/** Calls in a row that ran into their deadline before the connection is given up for a new one. */
const silentCalls = 2;

/** Longest pause before the next attempt. Nothing listening is cheap to find out and normal while a game starts. */
const longestPauseMs: Record<ConnectionErrorKind, number> = {
  refused: 250,
  timeout: 5_000,
  closed: 2_000,
  protocol: 5_000,
  auth: 0,
  aborted: 0,
};

/**
 * One declared connection: opened on first use, opened again after it broke, with growing pauses. Order and matching of
 * calls on the wire are the protocol client's.
 */
export class ManagedConnection {
  readonly name: string;
  readonly spec: ConnectionSpec<unknown>;
  readonly #environment: ConnectionEnvironment;
  readonly #closing = new AbortController();
  #opening: Promise<OpenConnection<unknown>> | undefined;
  #open: OpenConnection<unknown> | undefined;
  /** Failures in a row, since the last call that succeeded. */
  #failures = 0;
  #silent = 0;
  #underWay = 0;
  #notBefore = 0;
  #lastError: unknown;
  #rejected: { readonly secret: string | undefined; readonly until: number; readonly error: unknown } | undefined;

  constructor(name: string, spec: ConnectionSpec<unknown>, environment: ConnectionEnvironment) {
    this.name = name;
    this.spec = spec;
    this.#environment = environment;
  }

  /** Calls a method of the client. Rejects with the protocol's own error, or with the reason of `signal`. */
  async call(method: string, args: readonly unknown[], signal: AbortSignal): Promise<unknown> {
    const connection = await this.#acquire(signal);
    const client = connection.client as Record<string, unknown>;
    const target = client[method];
    if (typeof target !== 'function') throw new TypeError(`the ${this.spec.protocol} client has no method ${method}`);
    this.#underWay++;
    try {
      const result = await abortable(Promise.resolve(target.apply(client, [...args]) as unknown), signal);
      this.#failures = 0;
      this.#silent = 0;
      return result;
    } catch (error) {
      const kind = kindOf(error);
      if (kind === 'timeout' || isTimeout(signal.reason)) this.#noteSilence(connection, error);
      else if (kind === 'closed' || kind === 'protocol' || kind === 'refused') this.#noteFailure(kind, error);
      else if (kind === 'auth') {
        this.#noteRejection(error);
        this.#drop(connection);
      }
      throw error;
    } finally {
      this.#underWay--;
    }
  }

  /** Lets the next call try at once, because something says that it may work now. */
  retryNow(): void {
    this.#notBefore = 0;
  }

  /** Closes for good; calls under way end with the protocol's error. */
  async close(): Promise<void> {
    this.#closing.abort(new DOMException('the session was closed', 'AbortError'));
    await this.#open?.close().catch(() => undefined);
    this.#open = undefined;
  }

  async #acquire(signal: AbortSignal): Promise<OpenConnection<unknown>> {
    signal.throwIfAborted();
    this.#closing.signal.throwIfAborted();
    if (this.#open) return this.#open;
    this.#throwIfRejected();
    if (!this.#opening) {
      const pause = this.#notBefore - this.#environment.clock.now();
      if (pause > 0) {
        await delay(this.#environment.clock, pause, AbortSignal.any([signal, this.#closing.signal]));
        // The deadline passed while pausing: what is in the way is the last failure, not the deadline.
        if (signal.aborted) throw this.#lastError ?? signal.reason;
        this.#closing.signal.throwIfAborted();
        return this.#acquire(signal);
      }
      this.#opening = this.#openNow().finally(() => {
        this.#opening = undefined;
      });
    }
    return abortable(this.#opening, signal);
  }

  async #openNow(): Promise<OpenConnection<unknown>> {
    const { clock, resolve, secret } = this.#environment;
    const value = this.spec.secret === undefined ? undefined : secret(this.spec.secret);
    const deadline = new AbortController();
    const cancel = clock.after(openTimeoutMs, () =>
      deadline.abort(new DOMException(`${this.spec.protocol} did not open within ${openTimeoutMs} ms`, 'TimeoutError')),
    );
    const signal = AbortSignal.any([deadline.signal, this.#closing.signal]);
    try {
      const target = { ...resolve(this.spec.port), signal, ...(value === undefined ? {} : { secret: value }) };
      const opening = this.spec.open(target);
      opening.then(
        (late) => {
          if (signal.aborted) void late.close().catch(() => undefined);
        },
        () => undefined,
      );
      const connection = await abortable(opening, signal);
      signal.throwIfAborted();
      this.#open = connection;
      this.#rejected = undefined;
      void connection.closed.then((error) => this.#ended(connection, error));
      return connection;
    } catch (error) {
      const kind = kindOf(error) ?? 'protocol';
      if (kind === 'auth') this.#noteRejection(error);
      else this.#noteFailure(deadline.signal.aborted ? 'timeout' : kind, error);
      throw error;
    } finally {
      cancel();
    }
  }

  #throwIfRejected(): void {
    if (!this.#rejected) return;
    const { secret, clock } = this.#environment;
    const current = this.spec.secret === undefined ? undefined : secret(this.spec.secret);
    if (current === this.#rejected.secret && clock.now() < this.#rejected.until) throw this.#rejected.error;
    this.#rejected = undefined;
    this.#notBefore = 0;
  }

  #ended(connection: OpenConnection<unknown>, error: Error | undefined): void {
    if (this.#open !== connection) return;
    this.#open = undefined;
    if (this.#closing.signal.aborted) return;
    this.#lastError = error;
    this.#environment.onLost?.(this.name);
  }

  #noteSilence(connection: OpenConnection<unknown>, error: unknown): void {
    this.#lastError = error;
    // A game that saves answers nothing else meanwhile; hanging up now would break off the save.
    const isOnlyOne = this.#underWay === 1;
    if (!isOnlyOne || ++this.#silent < silentCalls || this.#open !== connection) return;
    this.#silent = 0;
    this.#noteFailure('timeout', error);
    this.#drop(connection);
  }

  /** Gives a connection up, so that the next call opens another. */
  #drop(connection: OpenConnection<unknown>): void {
    if (this.#open === connection) this.#open = undefined;
    void connection.close().catch(() => undefined);
  }

  #noteFailure(kind: ConnectionErrorKind, error: unknown): void {
    this.#lastError = error;
    const { clock, random } = this.#environment;
    const pause = Math.min(50 * 2 ** Math.min(this.#failures++, 10), longestPauseMs[kind]);
    this.#notBefore = clock.now() + pause * (0.5 + random() / 2);
  }

  #noteRejection(error: unknown): void {
    const { secret, clock } = this.#environment;
    this.#rejected = {
      error,
      secret: this.spec.secret === undefined ? undefined : secret(this.spec.secret),
      until: clock.now() + rejectedPauseMs,
    };
  }
}

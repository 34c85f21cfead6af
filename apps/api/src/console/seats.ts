import type { Socket } from 'node:net';
import { ApiError } from '../errors.ts';

/** Counts who watches which console, so that viewers cannot use up the game's agent or this process. */
export class Seats {
  readonly #limits: { readonly viewersPerServer: number; readonly viewers: number };
  readonly #taken = new Map<string, number>();
  #total = 0;

  constructor(limits: { readonly viewersPerServer: number; readonly viewers: number }) {
    this.#limits = limits;
  }

  /**
   * Takes a seat for as long as the connection lasts, whether it becomes a console or not.
   * @throws ApiError 503 when all are taken
   */
  take(key: string, connection: Socket): void {
    if (connection.destroyed) return;
    const taken = this.#taken.get(key) ?? 0;
    if (taken >= this.#limits.viewersPerServer)
      throw new ApiError(503, 'TooManyViewers', `The console has ${taken} viewers already. Close one of them.`);
    if (this.#total >= this.#limits.viewers) throw new ApiError(503, 'TooManyViewers', 'Too many consoles are open at the moment.');
    this.#taken.set(key, taken + 1);
    this.#total++;
    connection.once('close', () => this.#giveBack(key));
  }

  #giveBack(key: string): void {
    this.#total--;
    const left = (this.#taken.get(key) ?? 1) - 1;
    if (left <= 0) this.#taken.delete(key);
    else this.#taken.set(key, left);
  }
}

import { ApiError } from '../errors.ts';

/** Counts who watches which console, so that viewers cannot use up the game's agent or this process. */
export class Seats {
  readonly #limits: { readonly viewersPerServer: number; readonly viewers: number };
  readonly #taken = new Map<string, number>();
  #total = 0;

  constructor(limits: { readonly viewersPerServer: number; readonly viewers: number }) {
    this.#limits = limits;
  }

  /** Takes a seat; the returned function gives it back, once. @throws ApiError 503 when all are taken */
  take(key: string): () => void {
    const taken = this.#taken.get(key) ?? 0;
    if (taken >= this.#limits.viewersPerServer) throw new ApiError(503, 'TooManyViewers', `The console has ${taken} viewers already. Close one of them.`);
    if (this.#total >= this.#limits.viewers) throw new ApiError(503, 'TooManyViewers', 'Too many consoles are open at the moment.');
    this.#taken.set(key, taken + 1);
    this.#total++;
    let isGivenBack = false;
    return () => {
      if (isGivenBack) return;
      isGivenBack = true;
      this.#total--;
      const left = (this.#taken.get(key) ?? 1) - 1;
      if (left <= 0) this.#taken.delete(key);
      else this.#taken.set(key, left);
    };
  }
}

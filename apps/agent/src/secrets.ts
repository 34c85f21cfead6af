import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AgentClock } from './clock.ts';

const maxSecretBytes = 16 * 1024;
/** A rotated secret is noticed after this long. */
const keptMs = 10_000;
/** However often a wrong token is shown, files are read no more often than this. */
const refreshMs = 1_000;

/** The mounted secrets, one file per id; read again now and then because they may be rotated under a running agent. */
export class Secrets {
  readonly #dir: string;
  readonly #clock: AgentClock;
  readonly #known = new Map<string, { readonly value: string | undefined; readonly readAt: number }>();

  constructor(dir: string, clock: AgentClock) {
    this.#dir = dir;
    this.#clock = clock;
  }

  /** The secret's value without the line break at its end; undefined where there is none. */
  get(id: string): string | undefined {
    const known = this.#known.get(id);
    const now = this.#clock.elapsed();
    if (known && now - known.readAt < keptMs) return known.value;
    const value = this.#read(id);
    this.#known.set(id, { value, readAt: now });
    return value;
  }

  /** Forgets what was read a moment ago or earlier, so that the next question reads again. */
  refresh(): void {
    const now = this.#clock.elapsed();
    for (const [id, { readAt }] of this.#known) {
      if (now - readAt >= refreshMs) this.#known.delete(id);
    }
  }

  // Synchronous: a few bytes from memory (tmpfs in a pod), at most once in `keptMs`.
  #read(id: string): string | undefined {
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(id)) return undefined;
    try {
      const value = readFileSync(join(this.#dir, id), 'utf8').replace(/\r?\n$/, '');
      return value === '' || value.length > maxSecretBytes ? undefined : value;
    } catch {
      return undefined;
    }
  }
}

import type { Evidence } from '@gse/sdk';

/** Last log lines of crashed games, until the journal has them. Lost with the process, and collected again. */
export class EvidenceStore {
  readonly #kept = new Map<string, Evidence>();

  get(serverKey: string): Evidence | undefined {
    return this.#kept.get(serverKey);
  }

  keep(serverKey: string, evidence: Evidence): void {
    this.#kept.set(serverKey, evidence);
  }

  forget(serverKey: string): void {
    this.#kept.delete(serverKey);
  }
}

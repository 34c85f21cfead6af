import type { SystemProcess } from '../../cluster/support/system-process.ts';

const LOOK_MS = 250;
/** What a kubelet waits before it starts a container again that had run for a while. */
const BACKOFF_MS = 1_000;

/** Starts processes again that have ended by themselves, as a kubelet does with the containers of a Deployment. */
export class Deployment {
  readonly #processes: readonly SystemProcess[];
  readonly #starting = new Set<SystemProcess>();
  readonly #timer: NodeJS.Timeout;
  /** How often one was started again. */
  restarts = 0;

  constructor(processes: readonly SystemProcess[]) {
    this.#processes = processes;
    this.#timer = setInterval(() => {
      for (const each of this.#processes) if (!each.isRunning && !this.#starting.has(each)) void this.#startAgain(each);
    }, LOOK_MS);
  }

  /** From now on what ends stays ended. */
  stop(): void {
    clearInterval(this.#timer);
  }

  async #startAgain(process: SystemProcess): Promise<void> {
    this.#starting.add(process);
    this.restarts++;
    await new Promise((resolve) => setTimeout(resolve, BACKOFF_MS));
    // It may not be ready for long: what it needs may be gone.
    await process.start().catch(() => undefined);
    this.#starting.delete(process);
  }
}

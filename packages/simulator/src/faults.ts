import type { SimulatorFault } from '@gse/sdk';
import { z } from 'zod';

const seconds = z.number().min(0).max(86_400);

/** Checks a fault that was read from a file. */
export const faultSchema: z.ZodType<SimulatorFault> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('slowStart'), seconds }),
  z.object({ kind: z.literal('hangStart') }),
  z.object({ kind: z.literal('hang') }),
  z.object({
    kind: z.literal('crash'),
    exitCode: z.int().min(0).max(255).exactOptional(),
    oom: z.boolean().exactOptional(),
    diagnosis: z.string().max(80).exactOptional(),
  }),
  z.object({ kind: z.literal('wrongSecret') }),
  z.object({ kind: z.literal('tornPackets') }),
  z.object({ kind: z.literal('saveFails') }),
  z.object({ kind: z.literal('slowSave'), seconds }),
  z.object({ kind: z.literal('logFlood'), lines: z.int().min(1).max(1_000_000), perSecond: z.int().min(1).max(1_000_000).exactOptional() }),
  z.object({ kind: z.literal('none') }),
]);

/** True for faults that can only begin while the game starts. */
export function beginsAtStart(fault: SimulatorFault): boolean {
  return fault.kind === 'slowStart' || fault.kind === 'hangStart';
}

/** Faults that last until they are healed. Crash and log flood happen once and are not kept here. */
export class FaultState {
  #hanging = false;
  #thawed = Promise.withResolvers<void>();
  readonly #listeners = new Set<() => void>();

  hangStart = false;
  slowStartSeconds = 0;
  wrongSecret = false;
  tornPackets = false;
  saveFails = false;
  slowSaveSeconds = 0;

  /** The game answers nothing, as a process whose main thread is stuck. */
  get hanging(): boolean {
    return this.#hanging;
  }

  /** Calls back after every change, so that open connections can be treated as the fault demands. */
  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** Resolves as soon as the game is not hanging; rejects when the signal aborts. */
  async thawed(signal: AbortSignal): Promise<void> {
    while (this.#hanging) {
      signal.throwIfAborted();
      const { promise, reject } = Promise.withResolvers<never>();
      const abort = (): void => reject(signal.reason);
      signal.addEventListener('abort', abort, { once: true });
      try {
        await Promise.race([this.#thawed.promise, promise]);
      } finally {
        signal.removeEventListener('abort', abort);
      }
    }
  }

  /** Takes up a lasting fault; `none` heals everything that can be healed while the game runs. */
  apply(fault: SimulatorFault): void {
    switch (fault.kind) {
      case 'slowStart':
        this.slowStartSeconds = fault.seconds;
        break;
      case 'hangStart':
        this.hangStart = true;
        break;
      case 'hang':
        this.#hang(true);
        break;
      case 'wrongSecret':
        this.wrongSecret = true;
        break;
      case 'tornPackets':
        this.tornPackets = true;
        break;
      case 'saveFails':
        this.saveFails = true;
        break;
      case 'slowSave':
        this.slowSaveSeconds = fault.seconds;
        break;
      case 'none':
        this.#hang(false);
        this.wrongSecret = false;
        this.tornPackets = false;
        this.saveFails = false;
        this.slowSaveSeconds = 0;
        break;
      case 'crash':
      case 'logFlood':
        return;
    }
    for (const listener of this.#listeners) listener();
  }

  #hang(hanging: boolean): void {
    if (this.#hanging === hanging) return;
    this.#hanging = hanging;
    if (hanging) this.#thawed = Promise.withResolvers<void>();
    else this.#thawed.resolve();
  }
}

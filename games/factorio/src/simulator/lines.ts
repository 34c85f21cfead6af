import type { Stage } from '@gse/simulator';

/** The line shapes of the game's output. */
export class Printer {
  readonly #stage: Stage;
  readonly #started = performance.now();

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  /** `   1.306 Info RemoteCommandProcessor.cpp:131: Starting RCON …` */
  engine(level: 'Info' | 'Warning' | 'Error', source: string, message: string): void {
    this.plain(`${level} ${source}: ${message}`);
  }

  /** `   0.577 Hosting game at …` */
  plain(message: string): void {
    this.#stage.print(`${((performance.now() - this.#started) / 1000).toFixed(3).padStart(8)} ${message}`);
  }

  /** `2026-01-20 10:30:04 [JOIN] Alice joined the game` */
  event(tag: string, message: string): void {
    this.#stage.print(`${new Date().toISOString().slice(0, 19).replace('T', ' ')} [${tag}] ${message}`);
  }

  /** What the start script prints, and bare command output. */
  bare(message: string): void {
    this.#stage.print(message);
  }
}

import type { SimulatedWorld, Stage } from '@gse/simulator';

/** A line as the game prints it. */
export function line(part: string, message: string, level = 'LOG  '): string {
  return `${level}: ${part.padEnd(12)}, ${Date.now()}> ${message}`;
}

/** What the console, the query and the players of the simulated game share. */
export class SimulatedServer {
  readonly stage: Stage;
  readonly world: SimulatedWorld;
  readonly banned = new Set<string>();
  readonly admins = new Set<string>();
  readonly #settings: ReadonlyMap<string, string>;

  constructor(stage: Stage, world: SimulatedWorld, settings: ReadonlyMap<string, string>) {
    this.stage = stage;
    this.world = world;
    this.#settings = settings;
  }

  get version(): string {
    return this.stage.env['VERSION'] ?? '';
  }
  get maxPlayers(): number {
    return Number(this.setting('MaxPlayers'));
  }

  /** A key of the settings file. */
  setting(key: string): string {
    return this.#settings.get(key) ?? '';
  }

  say(part: string, message: string): void {
    this.stage.print(line(part, message));
  }

  /** Why somebody may not come in; undefined lets them in. */
  refusal(name: string): string | undefined {
    if (this.banned.has(name)) return 'banned';
    return this.stage.players.count >= this.maxPlayers ? 'the server is full' : undefined;
  }
}

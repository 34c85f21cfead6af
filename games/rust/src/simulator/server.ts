import type { WebRconServer } from '@gse/protocols/testing';
import type { PlayerHooks, SimulatedWorld, Stage } from '@gse/simulator';
import { CfgFolder, type People } from './cfg-folder.ts';
import { steamIdOf } from './steam-ids.ts';
import { Variables } from './variables.ts';

const SAVE_SECONDS = 0.1;
const PORT = 40_000;

/** Somebody who is on. */
export interface OnlinePlayer {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly since: number;
}

/** The running game: its world, people and variables, and what it prints about them. */
export class SimulatedServer {
  readonly stage: Stage;
  readonly world: SimulatedWorld;
  readonly variables: Variables;
  readonly options: ReadonlyMap<string, string>;
  readonly owners: People;
  readonly moderators: People;
  readonly bans: People;
  readonly startedAt = Date.now();
  readonly #cfg: CfgFolder;
  readonly #online = new Map<string, OnlinePlayer>();
  #console: WebRconServer | undefined;
  #entities = 30_000;

  constructor(stage: Stage, world: SimulatedWorld, options: ReadonlyMap<string, string>) {
    this.stage = stage;
    this.world = world;
    this.options = options;
    this.#cfg = new CfgFolder(stage.dataDir);
    this.variables = new Variables(this.#cfg.variables(), options);
    this.owners = this.#cfg.people('users.cfg', 'ownerid');
    this.moderators = this.#cfg.people('users.cfg', 'moderatorid');
    this.bans = this.#cfg.people('bans.cfg', 'banid');
  }

  /** From now on the console gets every line, too. */
  attach(console: WebRconServer): void {
    this.#console = console;
  }

  get online(): readonly OnlinePlayer[] {
    return [...this.#online.values()];
  }
  get maxPlayers(): number {
    return Number(this.options.get('server.maxplayers') ?? 500);
  }
  get entities(): number {
    return this.#entities + this.#online.size * 20;
  }

  /** Prints into the log, and so to everybody on the console. */
  print(line: string): void {
    this.stage.print(line);
    this.#console?.push({ identifier: 0, text: line, type: 'Generic' });
  }

  /** Shows a message in the chat. Channel 2 is the server's own. */
  chat(channel: 0 | 2, id: string, name: string, text: string): void {
    const message = {
      Channel: channel,
      Message: text,
      UserId: id,
      Username: name,
      Color: channel === 2 ? '#eee' : '#5af',
      Time: Math.floor(Date.now() / 1000),
    };
    this.#console?.push({ identifier: -1, text: gameJson(message), type: 'Chat' });
  }

  /** Saves as the game does by itself and by command: everything stands still meanwhile. */
  async save(): Promise<boolean> {
    await this.stage.wait(SAVE_SECONDS);
    if (!(await this.world.save())) {
      this.print(`IOException: Disk full. Path ${this.stage.dataDir}/server/main/simulated.sav`);
      return false;
    }
    this.print('Invalidate Network Cache took 0.00 seconds');
    this.print(`Saved ${this.entities.toLocaleString('en-US')} ents, cache(0.09), write(0.00), disk(0.00).`);
    this.print('Saving complete');
    return true;
  }

  writeCfg(): void {
    this.#cfg.write({ changed: this.variables.changed, owners: this.owners, moderators: this.moderators, bans: this.bans });
  }

  /** What happens when somebody comes, goes or speaks. */
  readonly playerHooks: PlayerHooks = {
    refuse: (name) => {
      const ban = this.bans.get(steamIdOf(name));
      if (ban !== undefined) return `You are banned from this server (${ban.reason})`;
      return this.#online.size >= this.maxPlayers ? 'The server is full; there is a queue.' : undefined;
    },
    joined: (name) => {
      const id = steamIdOf(name);
      const address = `127.0.0.1:${PORT + (this.#online.size % 20_000)}`;
      this.#online.set(name, { id, name, address, since: Date.now() });
      this.print(`${address}/${id}/${name} joined [windows/${id}]`);
    },
    left: (name, because = 'disconnect') => {
      const player = this.#online.get(name);
      this.#online.delete(name);
      if (player !== undefined) this.print(`${player.address}/${player.id}/${name} disconnecting: ${because}`);
    },
    said: (name, text) => {
      const { id = steamIdOf(name) } = this.#online.get(name) ?? {};
      if (this.variables.get('chat.serverlog') !== 'False') this.print(`[CHAT] ${name}[${id}] : ${text}`);
      this.chat(0, id, name, text);
    },
  };
}

/** JSON as the game prints it: indented, with the line ends of Windows. */
export function gameJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replaceAll('\n', '\r\n');
}

import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { PlayerHooks, SimulatedWorld, Stage } from '@gse/simulator';
import { cfgFolder, type Edition } from '../editions.ts';
import { CONSOLE_LOG, OWN_QUESTION } from '../log.ts';
import { steamId2, steamId3, steamId64 } from '../steam-id.ts';
import { Variables } from './config.ts';
import { logLine, person } from './lines.ts';

const BOT_NAMES = ['Rebel', 'Vladimir', 'Ethan', 'Yogi'] as const;
/** Seats in front are SourceTV's and bots'. */
const FIRST_SEAT = 10;
const QUESTION = new RegExp(OWN_QUESTION);

/** Somebody on the server, or a bot. */
export interface Seated {
  readonly name: string;
  readonly slot: number;
  /** SteamID of a person. */
  readonly id: string;
  readonly since: number;
}

/** The state of the simulated server that commands, queries and players share. */
export class SimulatedServer {
  readonly stage: Stage;
  readonly edition: Edition;
  readonly variables: Variables;
  readonly world: SimulatedWorld;
  readonly startedAt = Date.now();
  readonly #seats = new Map<string, Seated>();
  readonly #bans: Set<string>;
  map: string;

  private constructor(stage: Stage, world: SimulatedWorld) {
    this.stage = stage;
    this.world = world;
    this.edition = editionOf(stage);
    this.variables = new Variables(stage.dataDir, this.edition, Number(stage.env['GAME_TYPE'] ?? 0), Number(stage.env['GAME_MODE'] ?? 1));
    this.map = stage.env['MAP'] ?? 'de_dust2';
    this.#bans = readBans(join(stage.dataDir, this.bansFile));
  }

  static async load(stage: Stage): Promise<SimulatedServer> {
    return new SimulatedServer(stage, await stage.openWorld(`${cfgFolder(editionOf(stage))}/simulated-world.json`));
  }

  get bansFile(): string {
    return `${cfgFolder(this.edition)}/banned_user.cfg`;
  }
  get maxPlayers(): number {
    return Number(this.stage.env['MAX_PLAYERS'] ?? 10);
  }
  get people(): readonly Seated[] {
    return [...this.#seats.values()];
  }
  /** The bots that play; two where nobody says how many. */
  get bots(): readonly string[] {
    return BOT_NAMES.slice(0, Math.min(Number(this.variables.get('bot_quota') ?? 2), BOT_NAMES.length));
  }
  /** How Steam knows the server: by the account of its token, or by one made up for the moment. */
  get steamId(): string {
    return this.variables.get('sv_setsteamaccount') === undefined ? '[A:1:2147483650:28714]' : '[G:1:15572258]';
  }
  get bans(): readonly string[] {
    return [...this.#bans];
  }

  ban(id: string): void {
    this.#bans.add(id);
    for (const { name, id: own } of this.people) if (own === id) this.stage.players.leave(name, 'Added to banned list');
  }

  unban(id: string): boolean {
    return this.#bans.delete(id);
  }

  /** Writes the bans, where the game has any; there is no world, so what the harness calls one is saved along with them. */
  async save(): Promise<boolean> {
    if (!(await this.world.save())) return false;
    if (this.edition === 'cs2') return true;
    const path = join(this.stage.dataDir, this.bansFile);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, this.bans.map((id) => `banid 0 ${this.shownId(id)}\n`).join(''));
    return true;
  }

  shownId(id: string): string {
    return this.edition === 'cs2' ? steamId3(id) : steamId2(id);
  }

  bySlot(slot: number): Seated | undefined {
    return this.people.find((seated) => seated.slot === slot);
  }

  /** Writes to the log what the remote console was asked; the old game can be told not to. */
  logCommand(line: string): void {
    if (this.edition !== 'cs2' && this.variables.get('sv_rcon_log') === '0') return;
    const logged = logLine(`rcon from "127.0.0.1:49152": command "${line}"`);
    // The start script leaves them out of the container's output.
    if (QUESTION.test(logged)) appendFileSync(join(this.stage.dataDir, CONSOLE_LOG), `${logged}\n`);
    else this.stage.print(logged);
  }

  /** Writes a line of the game's own log. */
  tell(message: string): void {
    this.stage.print(logLine(message));
  }

  /** What happens when somebody comes, goes or speaks. */
  readonly playerHooks: PlayerHooks = {
    refuse: (name) => {
      if (this.#bans.has(idOf(name))) return 'You have been banned from this server';
      return this.#seats.size >= this.maxPlayers ? 'Server is full' : undefined;
    },
    joined: (name) => {
      let slot = FIRST_SEAT;
      while (this.bySlot(slot) !== undefined) slot += 1;
      const seated = { name, slot, id: idOf(name), since: Date.now() };
      this.#seats.set(name, seated);
      this.tell(`${person(seated, this.edition)} connected, address "192.0.2.44:27005"`);
      this.tell(`${person(seated, this.edition)} entered the game`);
    },
    left: (name, because = 'NETWORK_DISCONNECT_DISCONNECT_BY_USER') => {
      const seated = this.#seats.get(name);
      this.#seats.delete(name);
      if (seated) this.tell(`${person(seated, this.edition, 'CT')} disconnected (reason "${because.replaceAll('"', "'")}")`);
    },
    said: (name, text) => {
      const seated = this.#seats.get(name);
      if (seated) this.tell(`${person(seated, this.edition, 'CT')} say "${text}"`);
    },
  };
}

function editionOf({ env }: Stage): Edition {
  return env['STEAM_APP'] === '740' ? 'csgo-legacy' : 'cs2';
}

/** Everybody has the same SteamID every time. */
function idOf(name: string): string {
  return steamId64(`[U:1:${(crc32(name) % 2_000_000_000) + 1}]`) ?? '';
}

function readBans(path: string): Set<string> {
  try {
    const ids = readFileSync(path, 'utf8').split(/\s+/).map(steamId64);
    return new Set(ids.filter((id) => id !== undefined));
  } catch {
    return new Set();
  }
}

import type { MinecraftStatusDocument } from '@gse/protocols/testing';
import type { PlayerHooks, SimulatedWorld, Stage } from '@gse/simulator';
import { FLAVOURS } from '../settings/index.ts';
import type { Flavour } from '../settings/index.ts';
import { serverLine } from './lines.ts';
import { PlayerList, namesLastTime, offlineUuid } from './lists.ts';
import { ServerProperties } from './server-properties.ts';

/** Numbers of the wire protocol, newest first. */
const PROTOCOLS: readonly (readonly [version: string, protocol: number])[] = [
  ['26.3', 777],
  ['26.2', 776],
  ['26.1', 775],
  ['1.21.11', 774],
  ['1.21.9', 773],
  ['1.21.7', 772],
  ['1.21.6', 771],
  ['1.21.5', 770],
  ['1.21.4', 769],
  ['1.21.2', 768],
  ['1.21', 767],
  ['1.20.5', 766],
  ['1.20.3', 765],
  ['1.20.2', 764],
  ['1.20', 763],
];

/** The state of the simulated server that commands, status and players share. */
export class SimulatedServer {
  readonly stage: Stage;
  readonly properties: ServerProperties;
  readonly world: SimulatedWorld;
  readonly operators: PlayerList;
  readonly whitelist: PlayerList;
  readonly bans: PlayerList;
  readonly flavour: Flavour;
  readonly version: string;
  isAutosaving = true;
  difficulty: string;
  readonly #namesLastTime: ReadonlyMap<string, string>;
  #entities = 100;

  private constructor(
    stage: Stage,
    parts: {
      properties: ServerProperties;
      world: SimulatedWorld;
      operators: PlayerList;
      whitelist: PlayerList;
      bans: PlayerList;
      namesLastTime: ReadonlyMap<string, string>;
    },
  ) {
    this.stage = stage;
    this.properties = parts.properties;
    this.world = parts.world;
    this.operators = parts.operators;
    this.whitelist = parts.whitelist;
    this.bans = parts.bans;
    this.#namesLastTime = parts.namesLastTime;
    this.flavour = FLAVOURS.find((flavour) => flavour === stage.env['TYPE']?.toLowerCase()) ?? 'vanilla';
    this.version = stage.env['VERSION'] ?? '26.2';
    this.difficulty = parts.properties.text('difficulty');
  }

  static async load(stage: Stage): Promise<SimulatedServer> {
    const { dataDir } = stage;
    const properties = await ServerProperties.load(dataDir);
    return new SimulatedServer(stage, {
      properties,
      world: await stage.openWorld(`${properties.text('level-name')}/simulated-world.json`),
      operators: await PlayerList.load(dataDir, 'ops.json'),
      whitelist: await PlayerList.load(dataDir, 'whitelist.json'),
      bans: await PlayerList.load(dataDir, 'banned-players.json'),
      namesLastTime: await namesLastTime(dataDir),
    });
  }

  get hasPlugins(): boolean {
    return this.flavour === 'paper' || this.flavour === 'purpur';
  }
  get maxPlayers(): number {
    return this.properties.number('max-players');
  }

  /** Writes a line of the main thread. */
  say(message: string): void {
    this.stage.print(serverLine(message));
  }

  /** The name of an online player as it is spelled, whatever the case it was asked in. */
  online(name: string): string | undefined {
    return this.stage.players.online.find((player) => player.toLowerCase() === name.toLowerCase());
  }

  /** What the server list shows. */
  status(): MinecraftStatusDocument {
    const { players } = this.stage;
    const sample = players.online.slice(0, 12).map((name) => ({ name, id: offlineUuid(name) }));
    return {
      version: {
        name: this.hasPlugins ? `${this.flavour === 'paper' ? 'Paper' : 'Purpur'} ${this.version}` : this.version,
        protocol: protocolOf(this.version),
      },
      players: {
        max: this.maxPlayers,
        online: players.count,
        ...(this.properties.is('hide-online-players') || sample.length === 0 ? {} : { sample }),
      },
      description: this.properties.text('motd'),
      enforcesSecureChat: this.properties.is('enforce-secure-profile'),
    };
  }

  /** What happens when somebody comes, goes or speaks. */
  readonly playerHooks: PlayerHooks = {
    refuse: (name) => {
      if (!/^\.?[A-Za-z0-9_]{1,16}$/.test(name)) return 'Invalid characters in username';
      const ban = this.bans.get(name);
      if (ban !== undefined) return `You are banned from this server.\nReason: ${ban.reason ?? 'Banned by an operator.'}`;
      if (this.properties.is('white-list') && !this.whitelist.has(name) && !this.operators.has(name))
        return 'You are not white-listed on this server!';
      return this.stage.players.count >= this.maxPlayers ? 'The server is full!' : undefined;
    },
    joined: (name) => {
      this.#entities += 1;
      this.stage.print(serverLine(`UUID of player ${name} is ${offlineUuid(name)}`, { thread: 'User Authenticator #1' }));
      const before = this.#namesLastTime.get(offlineUuid(name)) ?? name;
      this.say(`${name}${before.toLowerCase() === name.toLowerCase() ? '' : ` (formerly known as ${before})`} joined the game`);
      this.say(`${name}[/127.0.0.1:${40_000 + (this.#entities % 20_000)}] logged in with entity id ${this.#entities} at (0.5, 64.0, 0.5)`);
    },
    left: (name, because = 'Disconnected') => {
      this.say(`${name} lost connection: ${because}`);
      this.say(`${name} left the game`);
    },
    said: (name, text) => {
      const unsigned = this.properties.is('enforce-secure-profile') ? '' : '[Not Secure] ';
      this.stage.print(serverLine(`${unsigned}<${name}> ${text}`, this.hasPlugins ? { thread: 'Async Chat Thread - #0' } : {}));
    },
  };
}

function protocolOf(version: string): number {
  const exact = PROTOCOLS.find(([known]) => version === known);
  return (exact ?? PROTOCOLS.find(([known]) => version.startsWith(known.split('.').slice(0, 2).join('.'))) ?? ['', 763])[1];
}

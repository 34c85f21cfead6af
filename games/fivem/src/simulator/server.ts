import { createHash } from 'node:crypto';
import type { SimulatedFiveMPlayer } from '@gse/protocols/testing';
import type { PlayerHooks, SimulatedWorld, Stage } from '@gse/simulator';
import type { Config } from './config.ts';
import { serverLine } from './lines.ts';
import { refusalOf } from './manifests.ts';

/** Limits of the histogram of ticks, in seconds. */
const BUCKETS = [0.001, 0.002, 0.004, 0.006, 0.008, 0.01, 0.015, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.25];

/** The state of the simulated server that console, documents and players share. */
export class SimulatedServer {
  readonly stage: Stage;
  readonly config: Config;
  readonly world: SimulatedWorld;
  readonly build: string;
  /** Names of resources that run, in the order in which they were started. */
  readonly resources = new Set<string>();
  /** Channels that `con_addChannelFilter` keeps from being printed; the patterns that the server also takes are not known here. */
  readonly silentChannels: Set<string>;
  state: 'starting' | 'ready' | 'leaving' = 'starting';
  /** Why it leaves, in the words players read. */
  reason = 'SIGINT received';
  saves = 0;
  admins: readonly string[] = [];
  readonly #ids = new Map<string, number>();
  readonly #startedAt = Date.now();
  #shown: readonly SimulatedFiveMPlayer[] = [];
  #lastId = 0;
  #isCommanded = false;

  constructor(stage: Stage, parts: { config: Config; world: SimulatedWorld }) {
    this.stage = stage;
    this.config = parts.config;
    this.world = parts.world;
    this.build = stage.env['ARTIFACT'] ?? '35945';
    this.silentChannels = new Set(
      parts.config.commands.flatMap((command) => /^con_addChannelFilter (\S+) noprint$/.exec(command)?.[1] ?? []),
    );
  }

  /** Value of a variable; the name is taken in any case. */
  variable(name: string): string | undefined {
    return this.config.variables.get(name.toLowerCase());
  }
  get maxClients(): string {
    return this.variable('sv_maxclients') ?? '30';
  }
  get hostname(): string {
    return this.variable('sv_hostname') ?? 'default FXServer';
  }

  /** Writes a line as a part of the server does. */
  say(channel: string, message: string): void {
    const own = this.#isCommanded ? `rcon/${channel}` : channel;
    if (!this.silentChannels.has(own)) this.stage.print(serverLine(own, message));
  }

  /** Does what the remote console asks for. The question stands in the log, and what is printed until it is done is marked. */
  commanded<Result>(line: string, run: () => Result): Result {
    this.say('rcon', 'Rcon from 127.0.0.1:49152');
    this.say('rcon', ` ${line}`);
    this.#isCommanded = true;
    try {
      return run();
    } finally {
      this.#isCommanded = false;
    }
  }

  /** Starts a resource, with the lines that belong to it; one that does not fit the game is refused. */
  start(resource: string): void {
    if (this.resources.has(resource)) return;
    const refusal = refusalOf(resource, this.stage.dataDir, this.variable('gamename') ?? 'gta5');
    if (refusal !== undefined) {
      this.say('resources', `Warning: ${refusal}`);
      this.say('resources', `Couldn't start resource ${resource}.`);
      return;
    }
    this.say('c-scripting-core', `Creating script environments for ${resource}`);
    this.say('resources', `Started resource ${resource}`);
    this.resources.add(resource);
  }

  idOf(name: string): number {
    return this.#ids.get(name) ?? 0;
  }

  /** What the main thread puts on show: in the game once a second, here also at once when somebody comes or goes. */
  show(): void {
    // A main thread that stands still shows what it showed last.
    if (this.stage.faults.hanging) return;
    this.#shown = this.stage.players.online.map((name) => ({
      id: this.idOf(name),
      name,
      ping: 20 + (name.length % 30),
      identifiers: [
        licenceOf(name),
        `discord:${createHash('sha1').update(name).digest('hex').slice(0, 18).replace(/\D/g, '7')}`,
        'ip:127.0.0.1',
      ],
    }));
  }

  readonly documents = {
    onInfo: (): Readonly<Record<string, unknown>> => ({
      enhancedHostSupport: true,
      enforceSteamAuth: false,
      requestSteamTicket: 'unset',
      resources: [...this.resources],
      server: `FXServer-master SERVER v1.0.0.${this.build} linux`,
      vars: {
        sv_maxClients: this.maxClients,
        onesync_enabled: String(this.variable('onesync') !== 'off'),
        ...Object.fromEntries(
          ['sv_projectName', 'sv_projectDesc', 'tags', 'locale'].flatMap((name) => {
            const value = this.variable(name);
            return value === undefined ? [] : [[name, value]];
          }),
        ),
      },
      version: 1_000_000,
    }),
    onDynamic: (): Readonly<Record<string, unknown>> => ({
      clients: this.#shown.length,
      gametype: 'Freeroam',
      hostname: this.hostname,
      iv: '-1',
      mapname: 'fivem-map-skater',
      sv_maxclients: this.maxClients,
    }),
    onPlayers: (): readonly SimulatedFiveMPlayer[] => this.#shown,
    onPerf: (): string => {
      const seconds = (Date.now() - this.#startedAt) / 1000;
      const threads = Object.entries({ svMain: 20, svNetwork: 100, svSync: 60 });
      return threads.map(([thread, perSecond]) => histogram(thread, Math.ceil(seconds * perSecond) + 1)).join('');
    },
  };

  /** What `getinfo` shows. */
  info(): Readonly<Record<string, string | number>> {
    return {
      sv_maxclients: this.maxClients,
      clients: this.#shown.length,
      gamename: 'CitizenFX',
      protocol: 4,
      hostname: this.hostname,
      gametype: 'Freeroam',
      mapname: 'fivem-map-skater',
      iv: -1,
    };
  }

  /** What happens when somebody comes, goes or speaks. */
  readonly playerHooks: PlayerHooks = {
    refuse: () => (this.stage.players.count >= Number(this.maxClients) ? 'This server is full.' : undefined),
    joined: (name) => {
      this.#ids.set(name, ++this.#lastId);
      this.show();
      this.say('script:gse', `joined: ${name}`);
    },
    left: (name) => {
      this.show();
      this.say('script:gse', `left: ${name}`);
    },
    said: (name, text) => this.say('script:chat', `${name}: ${text}`),
  };
}

/** Licence of a player of the simulation: always the same for the same name, and nobody's. */
export function licenceOf(name: string): string {
  return `license:${createHash('sha1').update(`simulated ${name}`).digest('hex')}`;
}

function histogram(thread: string, count: number): string {
  const label = `name="${thread}"`;
  const below = (limit: number): number => Math.floor(count * Math.min(1, 0.4 + limit * 40));
  return [
    `tickTime_count{${label}} ${count}`,
    `tickTime_sum{${label}} ${(count * 0.003).toFixed(6)}`,
    ...BUCKETS.map((limit) => `tickTime_bucket{${label},le="${limit}"} ${below(limit)}`),
    `tickTime_bucket{${label},le="+Inf"} ${count}`,
    '',
  ].join('\n');
}

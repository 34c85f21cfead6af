import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GameServerSpec } from '@gse/resources';
import { createSession, LogBuffer, logReader, LogFollower, systemClock, type Session } from '@gse/session';
import { diagnose, SECRETS_PATH, type Finding, type ServerPlan, type SimulatorControl, type SimulatorFault } from '@gse/sdk';
import { ConformanceFinding, messageOf, require } from '../errors.ts';
import type { Subject } from '../subject.ts';
import { eventually, hurriedClock, within } from './clock.ts';
import { applyPatches } from './folder.ts';
import { patchesOf, planOrder, type Order } from './order.ts';
import { reservePort, type ReservedPort } from './ports.ts';
import { makeSecrets } from './secrets.ts';
import { recorded, type WireCall } from './wire.ts';

/** How a server differs from a plain one. */
export interface ServerOptions {
  readonly order?: Order;
  /** Faults to begin with. */
  readonly faults?: readonly SimulatorFault[];
  /** Factor on the platform's deadlines: small where the game is meant not to answer. Default 1. */
  readonly patience?: number;
  readonly secrets?: Readonly<Record<string, string>>;
  /** Folder of an earlier run. */
  readonly folder?: string;
}

/** Where something listens. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** How a session differs from the platform's own. */
interface SessionChanges {
  readonly patience?: number | undefined;
  readonly secret?: (id: string) => string | undefined;
  readonly reach?: (port: string) => Address | undefined;
}

/** What the log told, by the patterns of the adapter. */
export type LogEvent =
  | { readonly kind: 'ready' }
  | { readonly kind: 'progress'; readonly progress: string }
  | { readonly kind: 'joined' | 'left'; readonly name: string }
  | { readonly kind: 'chat'; readonly name: string; readonly text: string }
  | { readonly kind: 'diagnosis'; readonly id: string };

/** Makes simulations of minutes take seconds. */
export const PACE = 0.02;
const HOST = '127.0.0.1';
/** A simulated process that ended with this and was not killed by us was ended by the kernel for memory. */
const KILLED = 137;

/** A simulated server, prepared, started and spoken to as the platform does. */
export class ServerUnderTest implements AsyncDisposable {
  readonly dataDir: string;
  readonly spec: GameServerSpec;
  readonly plan: ServerPlan;
  readonly secrets: Readonly<Record<string, string>>;
  readonly session: Session;
  readonly log: LogBuffer;
  /** What the game wrote to its output, as it wrote it. */
  readonly output: string[] = [];
  readonly events: LogEvent[] = [];
  /** What the adapter asked its connections to do. */
  readonly calls: WireCall[] = [];
  /** Resolves with the exit code; rejects when the simulator broke down. */
  readonly exit: Promise<number>;
  readonly #subject: Subject;
  readonly #ports: ReadonlyMap<string, ReservedPort>;
  readonly #follower: LogFollower;
  readonly #terminate = new AbortController();
  readonly #kill = new AbortController();
  readonly #control = Promise.withResolvers<SimulatorControl | undefined>();
  #given: SimulatorControl | undefined;
  #code: number | undefined;
  #breakdown: unknown;

  private constructor(
    subject: Subject,
    options: ServerOptions,
    parts: { root: string; dataDir: string; secrets: Record<string, string>; ports: ReadonlyMap<string, ReservedPort> },
  ) {
    const { game, simulator } = subject;
    this.#subject = subject;
    this.#ports = parts.ports;
    this.dataDir = parts.dataDir;
    this.secrets = parts.secrets;
    const { spec, plan } = planOrder(game, options.order);
    this.spec = spec;
    this.plan = plan;
    this.log = new LogBuffer();
    this.session = this.sessionWith({ patience: options.patience });
    this.#follower = new LogFollower({
      root: parts.dataDir,
      file: game.log.file,
      noise: game.log.noise,
      buffer: this.log,
      clock: systemClock,
      random: Math.random,
      redact: () => Object.values(parts.secrets),
      linesPerSecond: 1_000_000,
      burstLines: 1_000_000,
      onLine: logReader(game, this.log, {
        ready: () => void this.events.push({ kind: 'ready' }),
        progressed: (progress) => void this.events.push({ kind: 'progress', progress }),
        joined: (name) => void this.events.push({ kind: 'joined', name }),
        left: (name) => void this.events.push({ kind: 'left', name }),
        chatted: (name, text) => void this.events.push({ kind: 'chat', name, text }),
        diagnosed: ({ id }) => void this.events.push({ kind: 'diagnosis', id }),
      }),
    });
    this.exit = simulator.run(
      {
        dataDir: parts.dataDir,
        env: environmentOf(plan, parts),
        listen: (port, protocol) => this.#listen(port, protocol),
        write: (line) => void this.output.push(line),
        terminate: this.#terminate.signal,
        killed: this.#kill.signal,
        pace: PACE,
        ...(options.faults && { faults: options.faults }),
      },
      (control) => {
        this.#given = control;
        this.#control.resolve(control);
      },
    );
    this.exit
      .then(
        (code) => {
          this.#code = code;
        },
        (error: unknown) => {
          this.#breakdown = error;
        },
      )
      .finally(() => this.#control.resolve(undefined));
  }

  /** Prepares a folder and starts; does not wait for the game. */
  static async launch(subject: Subject, folder: string, options: ServerOptions = {}): Promise<ServerUnderTest> {
    const { game } = subject;
    const root = options.folder ?? folder;
    const dataDir = join(root, 'data');
    const secrets = { ...(options.secrets ?? makeSecrets(game)) };
    await mkdir(dataDir, { recursive: true });
    await mkdir(join(root, 'secrets'), { recursive: true });
    for (const [id, value] of Object.entries(secrets)) await writeFile(join(root, 'secrets', id), value, { mode: 0o600 });
    await applyPatches(dataDir, patchesOf(game, planOrder(game, options.order), secrets));
    const ports = new Map<string, ReservedPort>();
    for (const name of Object.keys(game.ports)) ports.set(name, await reservePort());
    const server = new ServerUnderTest(subject, options, { root, dataDir, secrets, ports });
    await server.#control.promise;
    await server.#follower.start();
    return server;
  }

  /** Remote control of the simulator; a finding where it ended before it could be controlled. */
  get control(): SimulatorControl {
    if (this.#given === undefined)
      throw new ConformanceFinding(`${this.#end()} before it gave its control. It printed: ${this.lastWords()}`);
    return this.#given;
  }

  /** Exit code once the game is over. */
  get code(): number | undefined {
    return this.#code;
  }

  /** Another session with the same game; whoever opens it closes it. */
  sessionWith({ patience = 1, secret, reach }: SessionChanges): Session {
    return createSession({
      game: recorded(this.#subject.game, this.calls),
      resolve: (port) => reach?.(port) ?? this.addressOf(port),
      secret: (id) => (secret === undefined ? this.secrets[id] : secret(id)),
      settings: () => this.plan.settings,
      log: this.log,
      clock: hurriedClock(patience),
      random: Math.random,
    });
  }

  /** Waits until the platform would call it healthy. */
  async healthy(patienceMs = 30_000): Promise<void> {
    let last = 'nothing';
    let isOver = false;
    await eventually(
      'The game never became healthy',
      async () => {
        const outcome = await this.session.probe();
        if (outcome.state === 'healthy') return true;
        last = outcome.state === 'failed' ? outcome.failure.message : JSON.stringify(outcome);
        isOver = this.#code !== undefined || this.#breakdown !== undefined;
        if (isOver) return true;
        this.session.retryNow();
        throw new Error(last);
      },
      patienceMs,
    );
    // The platform reads the log all the time; here it is read when it matters.
    this.log.mark();
    require(!isOver, () => `${this.#end()} before it was healthy. It printed: ${this.lastWords()}`);
  }

  /** Waits for the end; answers the exit code. */
  async ended(patienceMs?: number): Promise<number> {
    const code = await within('The game does not end', this.exit, patienceMs);
    // The last lines are written; whoever looks at events wants them read.
    this.log.mark();
    return code;
  }

  /** Ends it as a power cut would, at this very moment. */
  async cut(): Promise<void> {
    this.#kill.abort();
    await this.exit.catch(() => undefined);
  }

  /** Asks it to leave by signal. */
  terminate(): void {
    this.#terminate.abort();
  }

  /** Names the game itself says are online; a finding where it cannot say. */
  async online(): Promise<readonly string[]> {
    const answer = await this.session.players();
    if (!answer.known) throw new ConformanceFinding(`players() does not know who is on: ${answer.reason}`);
    return answer.names?.map(({ name }) => name) ?? Array.from({ length: answer.online }, () => '?');
  }

  /** Lets a player in and waits until the adapter sees them. */
  async join(name: string): Promise<void> {
    this.control.join(name);
    await eventually(`${name} joined, but players() does not show it`, async () =>
      (await this.online()).some((seen) => seen === name || seen === '?'),
    );
  }

  /** Runs one of the simulator's own commands over the adapter's console. */
  async simulate(line: string): Promise<string> {
    const answer = await this.session.command(`simulate ${line}`);
    require(answer.includes('[simulated]'), () =>
      `command() was asked to run "simulate ${line}", which every simulator answers, and got ${JSON.stringify(answer.slice(0, 200))}.`);
    return answer;
  }

  /** The first known trouble in the log and the exit. */
  diagnosis(): Finding | undefined {
    this.log.mark();
    const lines = this.log.recent(500);
    const exit =
      this.#code === undefined ? undefined : { exitCode: this.#code, oomKilled: this.#code === KILLED && !this.#kill.signal.aborted };
    return diagnose(this.#subject.game.diagnoses, { lines, ...(exit && { exit }) }, this.spec);
  }

  /** Where a port of the adapter listens. */
  addressOf(port: string): Address {
    return { host: HOST, port: this.#ports.get(port)?.number ?? 9 };
  }

  /** The last lines of output, for findings. */
  lastWords(): string {
    return this.output.length === 0
      ? 'nothing'
      : this.output
          .slice(-3)
          .map((line) => JSON.stringify(line.slice(0, 300)))
          .join(', ');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.session.close();
    this.#kill.abort();
    await this.exit.catch(() => undefined);
    await this.#follower.close();
    for (const port of this.#ports.values()) await port.release();
  }

  #end(): string {
    return this.#breakdown === undefined
      ? `The game ended with code ${this.#code ?? 'unknown'}`
      : `The simulator broke down (${messageOf(this.#breakdown)})`;
  }

  #listen(number: number, protocol: 'TCP' | 'UDP'): Address {
    const [name] =
      Object.entries(this.#subject.game.ports).find(([, spec]) => spec.number === number && spec.protocols.includes(protocol)) ?? [];
    const port = name === undefined ? undefined : this.#ports.get(name)?.number;
    if (port === undefined)
      throw new ConformanceFinding(
        `The simulator listens on ${number}/${protocol}, which the adapter does not declare; its ports are ${describePorts(this.#subject)}.`,
      );
    return { host: HOST, port };
  }
}

function describePorts({ game }: Subject): string {
  return Object.entries(game.ports)
    .map(([name, { number, protocols }]) => `${name} ${number}/${protocols.join('+')}`)
    .join(', ');
}

/** The container's environment, with its paths where they are on this machine. */
function environmentOf(
  plan: ServerPlan,
  { root, dataDir, secrets }: { root: string; dataDir: string; secrets: Record<string, string> },
): Record<string, string> {
  const { env = {}, secretEnv = {}, dataPath } = plan.workload;
  const folders: readonly (readonly [string, string])[] = [
    [SECRETS_PATH, join(root, 'secrets')],
    [dataPath, dataDir],
  ];
  const mapped = (value: string): string => {
    const folder = folders.find(([path]) => value === path || value.startsWith(`${path}/`));
    return folder === undefined ? value : folder[1] + value.slice(folder[0].length);
  };
  return {
    ...Object.fromEntries(Object.entries(env).map(([name, value]) => [name, mapped(value)])),
    ...Object.fromEntries(Object.entries(secretEnv).flatMap(([name, id]) => (secrets[id] === undefined ? [] : [[name, secrets[id]]]))),
  };
}

/** The failure of a call that was meant to fail; a finding where it did not. */
export async function failureOf(what: string, call: Promise<unknown>): Promise<Error> {
  const outcome = await call.then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error : new Error(messageOf(error))),
  );
  require(outcome !== undefined, what);
  return outcome;
}

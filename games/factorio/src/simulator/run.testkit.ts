import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { freePort } from '@gse/protocols/testing';
import { sourceRcon, type RconClient } from '@gse/protocols';
import { applyFilePatch, type GameLog, type OpenConnection, type SimulatorControl, type SimulatorFault } from '@gse/sdk';
import type { FactorioContext } from '../context.ts';
import { files } from '../files.ts';
import { settings, type FactorioSettings } from '../settings/index.ts';
import { workload } from '../workload.ts';
import { factorioSimulator } from './index.ts';

const PATIENCE_MS = 20_000;
/** The password every test server has. */
const PASSWORD = 'p'.repeat(32);

/** A folder for one world; several runs may follow each other in it. */
export class Host implements AsyncDisposable {
  readonly dataDir: string;
  readonly #runs = new Set<Running>();

  private constructor(dataDir: string) {
    this.dataDir = dataDir;
  }

  static async make(): Promise<Host> {
    return new Host(await mkdtemp(join(tmpdir(), 'gse-factorio-')));
  }

  /** Prepares the files as the agent does and starts the simulator. */
  async start(
    wished: Partial<FactorioSettings> = {},
    options: {
      readonly faults?: readonly SimulatorFault[];
      readonly secrets?: Parameters<typeof files>[0]['secrets'];
      readonly prepare?: false;
    } = {},
  ): Promise<Running> {
    const parsed = settings.parse(wished);
    if (options.prepare !== false) {
      for (const patch of files({ settings: parsed, secrets: { rconPassword: PASSWORD, ...options.secrets } })) {
        const content = applyFilePatch(this.read(patch.path), patch);
        if (content !== undefined) this.write(patch.path, content);
      }
    }
    const running = new Running(this.dataDir, parsed, { tcp: await freePort(), udp: await freePort() }, options.faults ?? []);
    this.#runs.add(running);
    return running;
  }

  read(path: string): string | undefined {
    try {
      return readFileSync(join(this.dataDir, path), 'utf8');
    } catch {
      return undefined;
    }
  }

  write(path: string, content: string): void {
    mkdirSync(dirname(join(this.dataDir, path)), { recursive: true });
    writeFileSync(join(this.dataDir, path), content);
  }

  json(path: string): unknown {
    return JSON.parse(this.read(path) ?? 'null');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const running of this.#runs) await running.kill();
    await rm(this.dataDir, { recursive: true, force: true });
  }
}

/** One run of the simulated game, and the way to talk to it. */
export class Running {
  readonly lines: string[] = [];
  readonly ports: { readonly tcp: number; readonly udp: number };
  readonly exit: Promise<number>;
  readonly control: Promise<SimulatorControl>;
  readonly #settings: FactorioSettings;
  readonly #terminate = new AbortController();
  readonly #killed = new AbortController();
  readonly #waiting = new Set<() => void>();
  readonly #open = new Set<OpenConnection<RconClient>>();

  constructor(
    dataDir: string,
    wished: FactorioSettings,
    ports: { readonly tcp: number; readonly udp: number },
    faults: readonly SimulatorFault[],
  ) {
    this.#settings = wished;
    this.ports = ports;
    const control = Promise.withResolvers<SimulatorControl>();
    this.control = control.promise;
    const { env = {} } = workload({
      spec: { game: 'factorio', state: 'Running', intent: 'None' },
      settings: wished,
      version: '2.0.77',
      memoryBytes: 2 ** 31,
    });
    this.exit = factorioSimulator.run(
      {
        dataDir,
        env,
        faults,
        pace: 0.02,
        listen: (_, protocol) => ({ host: '127.0.0.1', port: protocol === 'TCP' ? ports.tcp : ports.udp }),
        write: (line) => {
          this.lines.push(line);
          for (const wake of this.#waiting) wake();
        },
        terminate: this.#terminate.signal,
        killed: this.#killed.signal,
      },
      control.resolve,
    );
  }

  terminate(): void {
    this.#terminate.abort();
  }

  async kill(): Promise<void> {
    this.#killed.abort();
    await Promise.all([...this.#open].map((connection) => connection.close()));
    await this.exit;
  }

  /** The log as the agent offers it. */
  readonly log: GameLog = {
    mark: () => ({ line: this.lines.length }),
    recent: (count) => this.lines.slice(-count),
    waitFor: async (pattern, { after, signal }) => {
      for (let at = after.line; ;) {
        signal.throwIfAborted();
        for (; at < this.lines.length; at++) {
          const match = this.lines[at]?.match(pattern);
          if (match) return match;
        }
        const { promise, resolve } = Promise.withResolvers<void>();
        this.#waiting.add(resolve);
        signal.addEventListener('abort', () => resolve(), { once: true });
        await promise;
        this.#waiting.delete(resolve);
      }
    },
  };

  /** Waits for a line from the beginning of this run. */
  seen(pattern: RegExp): Promise<RegExpMatchArray> {
    return this.log.waitFor(pattern, { after: { line: 0 }, signal: AbortSignal.timeout(PATIENCE_MS) });
  }

  /** Connects once the game is up, and gives what the talking functions get. */
  async talk(signal: AbortSignal = AbortSignal.timeout(PATIENCE_MS)): Promise<FactorioContext> {
    await this.seen(/Starting RCON interface/);
    const connection = await this.connect();
    return { rcon: connection.client, log: this.log, settings: this.#settings, signal };
  }

  async connect(secret = PASSWORD): Promise<OpenConnection<RconClient>> {
    const connection = await sourceRcon({ port: 'rcon', secret: 'rconPassword', dialect: 'factorio' }).open({
      host: '127.0.0.1',
      port: this.ports.tcp,
      secret,
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    this.#open.add(connection);
    return connection;
  }
}

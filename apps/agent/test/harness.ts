import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAgentClient, type AgentClient, type AgentReport } from '@gse/agent-client';
import type { AnyGame } from '@gse/sdk';
import { FakeGame, fakeGame } from '@gse/session/testing';
import { agentProgram, type DrainResult } from '../src/index.ts';
import { agentClock, type AgentClock } from '../src/clock.ts';
import type { GameById } from '../src/config.ts';

/** The fake game with a platform that loses patience at the first failed probe. */
export const impatientGame: AnyGame = { ...fakeGame, health: { intervalSeconds: 1, failures: 1 } };

/** A pod's folders on this machine, a fake game in them, and any number of agents, one after the other. */
export class TestPod implements AsyncDisposable {
  readonly dir = mkdtempSync(join(tmpdir(), 'gse-agent-'));
  readonly dataDir = this.#folder('data');
  readonly sharedDir = this.#folder('gse');
  readonly secretsDir = this.#folder('secrets');
  readonly configDir = this.#folder('config');
  readonly game = new FakeGame(this.dataDir);
  readonly lines: string[] = [];
  readonly token = 'agent-token-1234';
  /** Adapters this pod's agents know. */
  gameById: GameById = (id) => (id === 'fake' ? fakeGame : undefined);
  /** How long players are warned of a stop that nobody has announced. */
  noticeSeconds = 0;
  /** Milliseconds by which somebody has set the clock of the machine. */
  clockSetByMs = 0;
  readonly #clock: AgentClock = { ...agentClock, now: () => agentClock.now() + this.clockSetByMs };
  #agentPort = 0;
  #running: { stop: AbortController; kill: AbortController; exit: Promise<number> } | undefined;

  constructor() {
    this.secret('password', 'opensesame\n');
    this.secret('agentToken', this.token);
    this.config({});
  }

  secret(id: string, value: string): void {
    writeFileSync(join(this.secretsDir, id), value);
  }

  config(change: Record<string, unknown>): void {
    writeFileSync(
      join(this.configDir, 'server.json'),
      JSON.stringify({
        server: 'my-world',
        namespace: 'default',
        game: 'fake',
        version: '1',
        spec: { game: 'fake', state: 'Running', intent: 'None' },
        settings: { motd: 'hello', seed: 1 },
        memoryBytes: 1 << 30,
        dataPath: '/data',
        runAsUser: 1000,
        runAsGroup: 1000,
        ...change,
      }),
    );
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${this.#agentPort}`;
  }

  get client(): AgentClient {
    return createAgentClient({ baseUrl: this.baseUrl, token: () => this.token });
  }

  prepare(): Promise<number> {
    return this.#run('prepare', new AbortController(), new AbortController());
  }

  /** Starts an agent and waits until it answers. */
  async serve(): Promise<AgentClient> {
    this.#agentPort ||= await freePort();
    const stop = new AbortController();
    const kill = new AbortController();
    this.#running = { stop, kill, exit: this.#run('serve', stop, kill) };
    const { client } = this;
    await until(() => client.alive());
    return client;
  }

  /** As the preStop hook of the game container. */
  requestDrain(): void {
    rmSync(join(this.sharedDir, 'drained'), { force: true });
    renameSync(join(this.sharedDir, 'drain.blank'), join(this.sharedDir, 'drain'));
  }

  /** What the hook finds; undefined as long as it has to wait. */
  drained(): DrainResult | undefined {
    const path = join(this.sharedDir, 'drained');
    return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as DrainResult) : undefined;
  }

  /** As SIGTERM. */
  async stopAgent(): Promise<number | undefined> {
    this.#running?.stop.abort();
    return this.#running?.exit;
  }

  /** As SIGKILL. */
  async killAgent(): Promise<void> {
    this.#running?.kill.abort();
    await this.#running?.exit;
    this.#running = undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.killAgent();
    await this.game.end();
    rmSync(this.dir, { recursive: true, force: true });
  }

  #run(command: string, stop: AbortController, kill: AbortController): Promise<number> {
    return agentProgram({ gameById: this.gameById, clock: this.#clock })({
      args: ['agent', command],
      env: {
        GSE_DATA: this.dataDir,
        GSE_SHARED: this.sharedDir,
        GSE_SECRETS: this.secretsDir,
        GSE_CONFIG: this.configDir,
        GSE_EVICTION_NOTICE_SECONDS: String(this.noticeSeconds),
        GSE_PORT_MAP: JSON.stringify({ '8099/TCP': `127.0.0.1:${this.#agentPort}`, '4000/TCP': `127.0.0.1:${this.game.port || 1}` }),
      },
      log: (line) => void this.lines.push(line),
      signal: stop.signal,
      killed: kill.signal,
    });
  }

  #folder(name: string): string {
    const path = join(this.dir, name);
    mkdirSync(path);
    return path;
  }
}

/** Below the range that systems choose from: an agent that is started again is to find its port free. */
const PORTS = { lowest: 19_000, count: 1_000, perProcess: 31 };
let given = 0;

async function freePort(): Promise<number> {
  for (;;) {
    const port = PORTS.lowest + ((process.pid * PORTS.perProcess + given++) % PORTS.count);
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
    });
    if (isFree) return port;
  }
}

/** Waits until the condition holds. */
export async function until(condition: () => boolean | Promise<boolean>, patienceMs = 20_000): Promise<void> {
  const end = Date.now() + patienceMs;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`waited in vain for ${condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Follows the report as an operator does, until it says what is waited for. */
export async function untilReport(client: AgentClient, condition: (report: AgentReport) => boolean): Promise<AgentReport> {
  const signal = AbortSignal.timeout(25_000);
  let report = await client.report({ signal });
  while (!condition(report)) report = await client.report({ after: report.revision, waitSeconds: 20, signal });
  return report;
}

import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { freePort } from '@gse/protocols/testing';
import { gameServerSpecSchema } from '@gse/resources';
import { applyFilePatch } from '@gse/sdk';
import type { AnyContext, GameLog, OpenConnection, SimulatorControl, SimulatorFault } from '@gse/sdk';
import { counterStrike } from '../definition.ts';
import { files } from '../files.ts';
import { PORTS } from '../ports.ts';
import type { CounterStrikeSecrets } from '../secrets.ts';
import { settings, type CounterStrikeSettings } from '../settings/index.ts';
import { workload } from '../workload.ts';
import { counterStrikeSimulator } from './index.ts';

/** The password every test server has. */
const PASSWORD = 'CorrectHorseBattery42';
const PATIENCE_MS = 20_000;

/** A simulated server that runs, prepared as the agent would, with a context to talk to it. */
export interface Run {
  readonly dataDir: string;
  readonly lines: readonly string[];
  readonly exit: Promise<number>;
  readonly control: SimulatorControl;
  readonly ports: Readonly<Record<'game' | 'rcon', number>>;
  /** A context whose calls are given up after so long; its connections are opened on first use, as the platform does. */
  within(milliseconds: number, password?: string): AnyContext;
  /** Waits for a line of the log. */
  line(pattern: RegExp): Promise<string>;
  read(path: string): Promise<string>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** How a run differs from a plain one. */
export interface RunOptions {
  readonly settings?: Partial<CounterStrikeSettings>;
  readonly secrets?: CounterStrikeSecrets;
  readonly faults?: readonly SimulatorFault[];
  /** Folder of an earlier run, whose files are prepared anew; it is kept. */
  readonly dataDir?: string;
}

/** Starts a server, prepared and with the environment that its container would have. */
export async function startServer(options: RunOptions = {}): Promise<Run> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'gse-cs-')));
  const chosen = settings.parse(options.settings ?? {});
  const ports = { game: await freePort(), rcon: await freePort() };
  await prepare(dataDir, chosen, { rconPassword: PASSWORD, ...options.secrets });
  const { env = {} } = workload({
    spec: gameServerSpecSchema.parse({ game: 'counter-strike' }),
    settings: chosen,
    version: 'public',
    memoryBytes: 3 * 2 ** 30,
  });

  const lines: string[] = [];
  const listeners = new Set<() => void>();
  const killed = new AbortController();
  const control = Promise.withResolvers<SimulatorControl>();
  const exit = counterStrikeSimulator.run(
    {
      dataDir,
      env,
      listen: (number, protocol) => {
        const name = number !== PORTS.game.number ? undefined : protocol === 'UDP' ? 'game' : 'rcon';
        return { host: '127.0.0.1', port: name === undefined ? 0 : ports[name] };
      },
      write: (line) => {
        lines.push(line);
        for (const listener of listeners) listener();
      },
      terminate: new AbortController().signal,
      killed: killed.signal,
      pace: 0.02,
      ...(options.faults && { faults: options.faults }),
    },
    control.resolve,
  );
  // Not awaited by every test; a rejection still fails those that look at it.
  exit.catch(() => {});

  const log: GameLog = {
    mark: () => ({ line: lines.length }),
    recent: (count) => lines.slice(-count),
    waitFor: async (pattern, { after, signal }) => {
      for (let at = after.line; ;) {
        signal.throwIfAborted();
        for (; at < lines.length; at++) {
          const match = lines[at]?.match(pattern);
          if (match) return match;
        }
        const { promise, resolve } = Promise.withResolvers<void>();
        listeners.add(resolve);
        signal.addEventListener('abort', () => resolve(), { once: true });
        await promise;
        listeners.delete(resolve);
      }
    },
  };

  const open: OpenConnection<unknown>[] = [];
  return {
    dataDir,
    lines,
    exit,
    ports,
    control: await control.promise,
    within(milliseconds, password = PASSWORD) {
      const signal = AbortSignal.timeout(milliseconds);
      const clients: Record<string, unknown> = {};
      for (const [name, spec] of Object.entries(counterStrike.connections)) {
        let opening: Promise<OpenConnection<unknown>> | undefined;
        const client = async (): Promise<Record<string, (...given: unknown[]) => Promise<unknown>>> => {
          const port = ports[spec.port === 'rcon' ? 'rcon' : 'game'];
          opening ??= spec.open({ host: '127.0.0.1', port, secret: password, signal });
          const connection = await opening;
          open.push(connection);
          return connection.client as Record<string, (...given: unknown[]) => Promise<unknown>>;
        };
        clients[name] = new Proxy(
          {},
          {
            get: (_, method) => (method === 'then' ? undefined : async (...args: unknown[]) => (await client())[String(method)]?.(...args)),
          },
        );
      }
      return { ...clients, settings: chosen, log, signal };
    },
    line: async (pattern) => (await log.waitFor(pattern, { after: { line: 0 }, signal: AbortSignal.timeout(PATIENCE_MS) })).input ?? '',
    read: (path) => readFile(join(dataDir, path), 'utf8'),
    [Symbol.asyncDispose]: async () => {
      for (const connection of open) await connection.close();
      killed.abort();
      await exit.catch(() => {});
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Starts a server and waits until players can join. */
export async function readyServer(options: RunOptions = {}): Promise<Run & { readonly context: AnyContext }> {
  const run = await startServer(options);
  await run.line(/^VAC secure mode/);
  return { ...run, context: run.within(PATIENCE_MS) };
}

/** Brings the files of a folder in line with the settings, as the agent does before every start. */
async function prepare(dataDir: string, chosen: CounterStrikeSettings, secrets: CounterStrikeSecrets): Promise<void> {
  for (const patch of files({ settings: chosen, secrets })) {
    const path = join(dataDir, patch.path);
    const content = applyFilePatch(await readFile(path, 'utf8').catch(() => undefined), patch);
    if (content === undefined) continue;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
}

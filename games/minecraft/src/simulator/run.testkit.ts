import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { freePort } from '@gse/protocols/testing';
import { applyFilePatch } from '@gse/sdk';
import type { AnyContext, ConnectionFailure, GameLog, OpenConnection, SimulatorControl, SimulatorFault } from '@gse/sdk';
import { minecraft } from '../definition.ts';
import { minecraftSimulator } from './index.ts';

const PASSWORD = 'correct-horse-battery';

/** A simulated server that runs, prepared as the agent would, with a context to talk to it. */
export interface Run {
  readonly dataDir: string;
  readonly lines: readonly string[];
  readonly exit: Promise<number>;
  readonly control: SimulatorControl;
  readonly ports: { readonly game: number; readonly rcon: number };
  readonly settings: Record<string, unknown>;
  /** Opens the connections anew, with this password. */
  connect(password?: string): Promise<AnyContext>;
  /** A context whose calls are given up after so long. */
  within(milliseconds: number, password?: string): Promise<AnyContext>;
  terminate(): void;
  kill(): void;
  /** Waits for a line of the log. */
  line(pattern: RegExp): Promise<string>;
  /** Ends everything and takes the folder away. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** How a run differs from a plain Paper server with the licence accepted. */
export interface RunOptions {
  readonly settings?: Record<string, unknown>;
  readonly accepted?: boolean;
  readonly env?: Record<string, string>;
  readonly faults?: readonly SimulatorFault[];
  readonly dataDir?: string;
  readonly ports?: { readonly game: number; readonly rcon: number };
  readonly password?: string;
  /** Keep the folder at the end. */
  readonly keep?: boolean;
}

export async function startServer(options: RunOptions = {}): Promise<Run> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'gse-minecraft-')));
  const ports = options.ports ?? { game: await freePort(), rcon: await freePort() };
  const settings = minecraft.settings.parse(options.settings ?? {});
  await prepare(dataDir, settings, options);

  const lines: string[] = [];
  const listeners = new Set<() => void>();
  const terminate = new AbortController();
  const killed = new AbortController();
  const { promise: control, resolve: given } = Promise.withResolvers<SimulatorControl>();
  const exit = minecraftSimulator.run(
    {
      dataDir,
      env: { TYPE: String(settings['flavour']).toUpperCase(), VERSION: '26.2', ...options.env },
      listen: (port) => ({ host: '127.0.0.1', port: port === minecraft.ports['game']?.number ? ports.game : ports.rcon }),
      write: (line) => {
        lines.push(line);
        for (const listener of listeners) listener();
      },
      terminate: terminate.signal,
      killed: killed.signal,
      pace: 0.05,
      ...(options.faults === undefined ? {} : { faults: options.faults }),
    },
    given,
  );
  // Not awaited by every test; a rejection still fails those that look at it.
  exit.catch(() => {});

  const log: GameLog = {
    mark: () => ({ line: lines.length }),
    recent: (count) => lines.slice(-count),
    waitFor: (pattern, { after, signal }) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const match =
            lines
              .slice(after.line)
              .map((line) => pattern.exec(line))
              .find((found) => found !== null) ?? undefined;
          if (match === undefined) return;
          listeners.delete(look);
          resolve(match);
        };
        signal.addEventListener(
          'abort',
          () => {
            listeners.delete(look);
            reject(signal.reason as Error);
          },
          { once: true },
        );
        listeners.add(look);
        look();
      }),
  };

  const open: OpenConnection<unknown>[] = [];
  const run: Run = {
    dataDir,
    lines,
    exit,
    ports,
    settings,
    control: await control,
    connect: (password) => run.within(20_000, password),
    within: async (milliseconds, password = PASSWORD) => {
      const signal = AbortSignal.timeout(milliseconds);
      const target = { host: '127.0.0.1', secret: password, signal };
      const clients: Record<string, unknown> = {};
      for (const [name, spec] of Object.entries(minecraft.connections)) {
        // As the platform does: opened on first use, so that an adapter meets the failure in its call.
        const opening = spec.open({ ...target, port: ports[spec.port as 'game' | 'rcon'] });
        opening.then(
          (connection) => open.push(connection),
          () => {},
        );
        clients[name] = new Proxy(
          {},
          {
            get: (_, method) =>
              method === 'then'
                ? undefined
                : async (...args: unknown[]) => {
                    const { client } = await opening;
                    return (client as Record<string, (...given: unknown[]) => Promise<unknown>>)[String(method)]?.(...args);
                  },
          },
        );
      }
      return { ...clients, settings, log, signal };
    },
    terminate: () => terminate.abort(),
    kill: () => killed.abort(),
    line: async (pattern) => (await log.waitFor(pattern, { after: { line: 0 }, signal: AbortSignal.timeout(20_000) })).input ?? '',
    [Symbol.asyncDispose]: async () => {
      for (const connection of open) await connection.close();
      killed.abort();
      await exit.catch(() => {});
      if (options.keep !== true) await rm(dataDir, { recursive: true, force: true });
    },
  };
  return run;
}

/** Starts a server and waits until it is ready. */
export async function readyServer(options: RunOptions = {}): Promise<Run> {
  const run = await startServer(options);
  await run.line(/RCON running on|rcon disabled!/);
  return run;
}

async function prepare(
  dataDir: string,
  settings: Record<string, unknown>,
  { accepted = true, password = PASSWORD }: RunOptions,
): Promise<void> {
  const patches = minecraft.files({
    spec: { game: 'minecraft', state: 'Running', intent: 'None' },
    settings,
    version: '26.2',
    memoryBytes: 4 * 1024 ** 3,
    secrets: { rconPassword: password },
    accepted: new Set(accepted ? ['minecraft-eula'] : []),
  });
  for (const patch of patches) {
    const path = join(dataDir, patch.path);
    const content = applyFilePatch(await readFile(path, 'utf8').catch(() => undefined), patch);
    if (content === undefined) continue;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
}

/** The failure a call ended with. */
export async function failure(call: Promise<unknown>): Promise<ConnectionFailure> {
  return call.then(
    () => {
      throw new Error('It did not fail.');
    },
    (error: unknown) => error as ConnectionFailure,
  );
}

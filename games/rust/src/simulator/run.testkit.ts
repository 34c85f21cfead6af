import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { freePort } from '@gse/protocols/testing';
import { applyFilePatch } from '@gse/sdk';
import type { AnyContext, ConnectionFailure, GameLog, OpenConnection, SimulatorControl, SimulatorFault } from '@gse/sdk';
import { rust } from '../definition.ts';
import { files } from '../files.ts';
import { PORTS } from '../ports.ts';
import { settings, type RustSettings } from '../settings/index.ts';
import { rustSimulator } from './index.ts';

/** The password every test server has. */
export const PASSWORD = 'CorrectHorseBattery42';
const PATIENCE_MS = 20_000;

/** A simulated server that runs, prepared as the agent would, with a context to talk to it. */
export interface Run {
  readonly dataDir: string;
  readonly lines: readonly string[];
  readonly exit: Promise<number>;
  readonly control: SimulatorControl;
  readonly ports: Readonly<Record<keyof typeof PORTS, number>>;
  /** Opens the connections anew, with this password. */
  connect(password?: string): Promise<AnyContext>;
  /** A context whose calls are given up after so long. */
  within(milliseconds: number, password?: string): Promise<AnyContext>;
  terminate(): void;
  kill(): Promise<void>;
  /** Waits for a line of the log. */
  line(pattern: RegExp): Promise<string>;
  read(path: string): Promise<string>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** How a run differs from a plain one. */
export interface RunOptions {
  readonly settings?: Partial<RustSettings>;
  readonly env?: Record<string, string>;
  readonly faults?: readonly SimulatorFault[];
  /** Folder of an earlier run, whose files are prepared anew. */
  readonly dataDir?: string;
  /** Ports that are not any free ones. */
  readonly ports?: Partial<Run['ports']>;
  /** Keep the folder at the end. */
  readonly keep?: boolean;
}

export async function startServer(options: RunOptions = {}): Promise<Run> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'gse-rust-')));
  const chosen = settings.parse(options.settings ?? {});
  const ports: Record<string, number> = {};
  for (const name of Object.keys(rust.ports)) ports[name] = await freePort();
  Object.assign(ports, options.ports);
  const secretFile = `${dataDir}.rconPassword`;
  await writeFile(secretFile, PASSWORD, { mode: 0o600 });
  await prepare(dataDir, chosen);

  const lines: string[] = [];
  const listeners = new Set<() => void>();
  const terminate = new AbortController();
  const killed = new AbortController();
  const control = Promise.withResolvers<SimulatorControl>();
  const exit = rustSimulator.run(
    {
      dataDir,
      env: { BRANCH: 'public', FRAMEWORK: chosen.framework, RCON_PASSWORD_FILE: secretFile, ...options.env },
      listen: (number) => ({
        host: '127.0.0.1',
        port: ports[Object.entries(rust.ports).find(([, port]) => port.number === number)?.[0] ?? ''] ?? 0,
      }),
      write: (line) => {
        lines.push(line);
        for (const listener of listeners) listener();
      },
      terminate: terminate.signal,
      killed: killed.signal,
      pace: 0.05,
      ...(options.faults === undefined ? {} : { faults: options.faults }),
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
  const within = async (milliseconds: number, password = PASSWORD): Promise<AnyContext> => {
    const signal = AbortSignal.timeout(milliseconds);
    const clients: Record<string, unknown> = {};
    for (const [name, spec] of Object.entries(rust.connections)) {
      // As the platform does: opened on first use, so that an adapter meets the failure in its call.
      const opening = spec.open({ host: '127.0.0.1', port: ports[spec.port] ?? 0, secret: password, signal });
      opening.then(
        (connection) => open.push(connection),
        () => {},
      );
      const call =
        (method: string) =>
        async (...args: unknown[]): Promise<unknown> =>
          ((await opening).client as Record<string, (...given: unknown[]) => Promise<unknown>>)[method]?.(...args);
      clients[name] = new Proxy({}, { get: (_, method) => (method === 'then' ? undefined : call(String(method))) });
    }
    return { ...clients, settings: chosen, log, signal };
  };
  return {
    dataDir,
    lines,
    exit,
    ports: ports as Run['ports'],
    control: await control.promise,
    connect: (password) => within(PATIENCE_MS, password),
    within,
    terminate: () => terminate.abort(),
    kill: async () => {
      killed.abort();
      await exit.catch(() => {});
    },
    line: async (pattern) => (await log.waitFor(pattern, { after: { line: 0 }, signal: AbortSignal.timeout(PATIENCE_MS) })).input ?? '',
    read: (path) => readFile(join(dataDir, path), 'utf8'),
    [Symbol.asyncDispose]: async () => {
      for (const connection of open) await connection.close();
      killed.abort();
      await exit.catch(() => {});
      await rm(secretFile, { force: true });
      if (options.keep !== true) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Starts a server and waits until it is ready. */
export async function readyServer(options: RunOptions = {}): Promise<Run> {
  const run = await startServer(options);
  await run.line(/^SteamServer Connected$/);
  return run;
}

/** Brings the files of a folder in line with the settings, as the agent does before every start. */
async function prepare(dataDir: string, chosen: RustSettings): Promise<void> {
  for (const patch of files({ settings: chosen })) {
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

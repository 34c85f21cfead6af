import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { freePort } from '@gse/protocols/testing';
import { applyFilePatch } from '@gse/sdk';
import type { AnyContext, GameLog, OpenConnection, SimulatorControl, SimulatorFault } from '@gse/sdk';
import { fivem } from '../definition.ts';
import { TERMS } from '../licences.ts';
import { fivemSimulator } from './index.ts';

const PASSWORD = 'correct-horse-battery';

/** A simulated server that runs, prepared as the agent would, with a context to talk to it. */
export interface Run extends AsyncDisposable {
  readonly dataDir: string;
  readonly lines: readonly string[];
  readonly exit: Promise<number>;
  readonly control: SimulatorControl;
  /** Number of both sides of the port. */
  readonly port: number;
  /** A context whose calls are given up after so long. */
  connect(options?: { password?: string; milliseconds?: number }): Promise<AnyContext>;
  terminate(): void;
  kill(): void;
  /** Waits for a line of the log. */
  line(pattern: RegExp): Promise<string>;
}

/** How a run differs from a plain server whose terms are accepted. */
export interface RunOptions {
  readonly settings?: Record<string, unknown>;
  readonly accepted?: boolean;
  readonly secrets?: Record<string, string>;
  readonly faults?: readonly SimulatorFault[];
  readonly dataDir?: string;
  readonly port?: number;
}

export async function startServer(options: RunOptions = {}): Promise<Run> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'gse-fivem-')));
  const port = options.port ?? (await freePort());
  const settings = fivem.settings.parse(options.settings ?? {});
  await prepare(dataDir, settings, options);

  const lines: string[] = [];
  const listeners = new Set<() => void>();
  const terminate = new AbortController();
  const killed = new AbortController();
  const { promise: control, resolve: given } = Promise.withResolvers<SimulatorControl>();
  const exit = fivemSimulator.run(
    {
      dataDir,
      env: { ARTIFACT: '35945', VARIANT: String(settings['variant']) },
      listen: () => ({ host: '127.0.0.1', port }),
      write: (line) => {
        lines.push(line);
        for (const listener of listeners) listener();
      },
      terminate: terminate.signal,
      killed: killed.signal,
      pace: 0.02,
      ...(options.faults && { faults: options.faults }),
    },
    given,
  );
  exit.catch(() => {});

  const log: GameLog = {
    mark: () => ({ line: lines.length }),
    recent: (count) => lines.slice(-count),
    waitFor: (pattern, { after, signal }) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const match = lines
            .slice(after.line)
            .map((line) => pattern.exec(line))
            .find((found) => found !== null);
          if (match === undefined) return;
          listeners.delete(look);
          resolve(match);
        };
        signal.addEventListener('abort', () => (listeners.delete(look), reject(signal.reason as Error)), { once: true });
        listeners.add(look);
        look();
      }),
  };

  const open: OpenConnection<unknown>[] = [];
  return {
    dataDir,
    lines,
    exit,
    port,
    control: await control,
    async connect({ password = PASSWORD, milliseconds = 20_000 } = {}) {
      const signal = AbortSignal.timeout(milliseconds);
      const clients: Record<string, unknown> = {};
      for (const [name, spec] of Object.entries(fivem.connections)) {
        const opened = await spec.open({ host: '127.0.0.1', port, signal, secret: spec.secret === 'rconPassword' ? password : 'players' });
        open.push(opened);
        clients[name] = opened.client;
      }
      return { ...clients, settings, log, signal };
    },
    terminate: () => terminate.abort(),
    kill: () => killed.abort(),
    line: async (pattern) => (await log.waitFor(pattern, { after: { line: 0 }, signal: AbortSignal.timeout(20_000) })).input ?? '',
    async [Symbol.asyncDispose]() {
      for (const connection of open) await connection.close();
      killed.abort();
      await exit.catch(() => {});
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Starts a server and waits until it is ready. */
export async function readyServer(options: RunOptions = {}): Promise<Run> {
  const run = await startServer(options);
  await run.line(/ready: /);
  return run;
}

/** An empty folder that outlives a run. */
export async function folder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'gse-fivem-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

async function prepare(dataDir: string, settings: Record<string, unknown>, { accepted = true, secrets = {} }: RunOptions): Promise<void> {
  const patches = fivem.files({
    spec: { game: 'fivem', state: 'Running', intent: 'None' },
    settings,
    version: '35945',
    memoryBytes: 3 * 1024 ** 3,
    secrets: { rconPassword: PASSWORD, playersToken: 'players', licenseKey: 'cfxk_simulated_key', ...secrets },
    accepted: new Set(accepted ? [TERMS] : []),
  });
  for (const patch of patches) {
    const path = join(dataDir, patch.path);
    const content = applyFilePatch(await readFile(path, 'utf8').catch(() => undefined), patch);
    if (content === undefined) continue;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
}

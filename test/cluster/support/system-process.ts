import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { until } from '../../support/machine.ts';

const checkout = fileURLToPath(new URL('../../../', import.meta.url));
const lifeline = new URL('lifeline.ts', import.meta.url).href;
const READY_MS = 90_000;
/** What a process says is kept up to here; the end of it, where it says more. */
const MAX_OUTPUT = 8 * 1024 * 1024;

/** One line of a process' log. */
export interface LogLine {
  readonly level?: unknown;
  readonly msg?: string;
  readonly [field: string]: unknown;
}

export interface SystemProcessOptions {
  /** As it appears in messages. */
  readonly name: string;
  /** Path of the program inside the checkout, and its arguments. */
  readonly program: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Where `/readyz` is answered; a process without says in its log that it is ready. */
  readonly statusPort?: number;
}

/** One process of the edition, as its container would run it. */
export class SystemProcess {
  readonly name: string;
  readonly #options: SystemProcessOptions;
  #process: ChildProcess | undefined;
  output = '';

  constructor(options: SystemProcessOptions) {
    this.#options = options;
    this.name = options.name;
  }

  get isRunning(): boolean {
    const child = this.#process;
    return child !== undefined && child.exitCode === null && child.signalCode === null;
  }

  get pid(): number {
    const pid = this.#process?.pid;
    if (pid === undefined) throw new Error(`${this.name} was not started`);
    return pid;
  }

  /** What it tells whoever collects metrics. */
  async metrics(): Promise<string> {
    return await (await fetch(`http://127.0.0.1:${this.#options.statusPort}/metrics`, { signal: AbortSignal.timeout(20_000) })).text();
  }

  /** Starts it, as often as it has ended; resolves when it is ready. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', `--import=${lifeline}`, ...this.#options.program], {
      cwd: checkout,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // Nothing of the environment of whoever runs the tests: a container has none of it either.
      env: { PATH: process.env['PATH'] ?? '', ...this.#options.env },
    });
    this.#process = child;
    const said = this.output.length;
    const append = (chunk: Buffer): void => {
      this.output = (this.output + chunk.toString('utf8')).slice(-MAX_OUTPUT);
    };
    child.stdout?.on('data', append);
    child.stderr?.on('data', append);
    await until(
      async () => {
        if (!this.isRunning) throw new Error(`${this.name} has ended:\n${this.output}`);
        return await this.#isReady(said);
      },
      { within: READY_MS, what: () => `${this.name} to be ready; it said:\n${this.output.slice(-4000)}` },
    );
  }

  /** Ends it; resolves to its exit code, or null when a signal ended it. */
  async end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#process;
    if (child === undefined || !this.isRunning) return child?.exitCode ?? null;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
    return child.exitCode;
  }

  /** Everything it has logged. */
  lines(): LogLine[] {
    return this.output.split('\n').flatMap((line) => {
      try {
        return line.startsWith('{') ? [JSON.parse(line) as LogLine] : [];
      } catch {
        return []; // cut off
      }
    });
  }

  async #isReady(saidBefore: number): Promise<boolean> {
    const { statusPort } = this.#options;
    if (statusPort === undefined) return this.output.slice(saidBefore).includes('is ready');
    try {
      return (await fetch(`http://127.0.0.1:${statusPort}/readyz`, { signal: AbortSignal.timeout(5000) })).ok;
    } catch {
      return false; // not listening yet
    }
  }
}

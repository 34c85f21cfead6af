import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ownAddress } from './address.ts';
import type { World } from './world.ts';

const checkout = fileURLToPath(new URL('../../', import.meta.url));
const READY_MS = 60_000;

/** The one-machine edition, started as a person starts it, in a process of its own. */
export class TestMachine implements World, AsyncDisposable {
  readonly namespace = 'default';
  readonly dataDir: string;
  readonly #env: Record<string, string>;
  readonly #checkout: string;
  #process: ChildProcess | undefined;
  output = '';
  url = '';

  /** @param from the checkout whose edition it is */
  constructor(env: Record<string, string> = {}, from = checkout) {
    this.#checkout = from;
    this.dataDir = mkdtempSync(join(tmpdir(), 'gse-test-'));
    this.#env = { GSE_RUNTIME: 'simulated', GSE_HOST: ownAddress(), GSE_PORT: '0', ...env };
  }

  get kubeconfig(): string {
    return join(this.dataDir, 'kubeconfig');
  }

  get token(): string {
    return readFileSync(join(this.dataDir, 'token'), 'utf8').trim();
  }

  readonly request: World['request'] = async (path, options) =>
    await fetch(`${this.url}/${path}`, { ...options, headers: { authorization: `Bearer ${this.token}`, ...options.headers } });

  volume(claim: string): string {
    return join(this.dataDir, 'node/volumes', this.namespace, claim);
  }

  get pid(): number {
    const pid = this.#process?.pid;
    if (pid === undefined) throw new Error('the machine is not running');
    return pid;
  }

  /** Resolves when the terminal says `ready`; rejects with everything it said otherwise. */
  async start(): Promise<this> {
    this.output = '';
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(this.#checkout, 'apps/standalone/src/main.ts')], {
      cwd: this.#checkout,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...this.#env, GSE_DATA_DIR: this.dataDir },
    });
    this.#process = child;
    const append = (chunk: Buffer): void => {
      this.output += chunk.toString('utf8');
    };
    child.stdout.on('data', append);
    child.stderr.on('data', append);
    await until(
      () => {
        if (child.exitCode !== null) throw new Error(`the machine ended with ${child.exitCode}:\n${this.output}`);
        return /^ready: +(\S+)/m.test(this.output);
      },
      { within: READY_MS, what: () => `ready, said:\n${this.output}` },
    );
    this.url = /^ready: +(\S+)/m.exec(this.output)?.[1] ?? '';
    return this;
  }

  /** As Ctrl-C does: games save, then everything ends. */
  async interrupt(): Promise<number | null> {
    return await this.#end('SIGINT');
  }

  /** As a power cut does. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#process;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    child.kill(signal);
    return await ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    rmSync(this.dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/** Waits for a condition; a generous deadline, and what was seen when it passes. */
export async function until<T>(
  look: () => T | Promise<T>,
  options: { within?: number; what: string | (() => string); everyMs?: number },
): Promise<NonNullable<T>> {
  const deadline = Date.now() + (options.within ?? 60_000);
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== null && seen !== false) return seen;
    if (Date.now() > deadline) throw new Error(`waited in vain for ${typeof options.what === 'string' ? options.what : options.what()}`);
    await new Promise((resolve) => setTimeout(resolve, options.everyMs ?? 100));
  }
}

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { until } from './until.ts';

const checkout = fileURLToPath(new URL('../../../', import.meta.url));
const READY_MS = 90_000;

/** The API as a process of its own, as its container runs it. */
export class ApiProcess {
  output = '';
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
    const append = (chunk: Buffer): void => {
      this.output += chunk.toString('utf8');
    };
    child.stdout?.on('data', append);
    child.stderr?.on('data', append);
  }

  /** Starts it on free ports and waits until it is ready. */
  static async start(env: Readonly<Record<string, string>>): Promise<ApiProcess> {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'apps/gse/src/main.ts', 'api'], {
      cwd: checkout,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'] ?? '', GSE_HOST: '127.0.0.1', GSE_PORT: '0', GSE_STATUS_PORT: '0', GSE_LOG_LEVEL: 'debug', ...env },
    });
    const api = new ApiProcess(child);
    await until(async () => {
      if (child.exitCode !== null) throw new Error(`the API has ended:\n${api.output}`);
      return api.url !== '' && (await fetch(`${api.url}/readyz`)).ok;
    }, READY_MS);
    return api;
  }

  /** Where it answers. */
  get url(): string {
    return /"address":"(http:[^"]+)"/.exec(this.output)?.[1] ?? '';
  }

  /** Ends it as a container is ended; resolves to its exit code. */
  async stop(): Promise<number | null> {
    if (this.#child.exitCode !== null) return this.#child.exitCode;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await ended;
    return this.#child.exitCode;
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }
}

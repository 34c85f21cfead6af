import { once } from 'node:events';
import { WebSocket } from 'ws';
import { until } from '../../support/machine.ts';

type Frame =
  | { readonly type: 'lines'; readonly lines: readonly { readonly n: number; readonly text: string }[] }
  | { readonly type: 'result'; readonly id: string; readonly output?: string; readonly error?: unknown };

/** A viewer of a console that goes on at the next replica when its own is gone, as the pages do through a Service. */
export class ConsoleViewer {
  /** Numbers of the lines, as they came. */
  readonly numbers: number[] = [];
  /** How often the console was opened. */
  opened = 0;
  /** Which replica it was opened at. */
  replica = -1;
  readonly #urls: readonly string[];
  readonly #path: string;
  readonly #token: string;
  readonly #results = new Map<string, Extract<Frame, { type: 'result' }>>();
  #socket: WebSocket | undefined;
  #isClosed = false;

  constructor(urls: readonly string[], path: string, token: string) {
    this.#urls = urls;
    this.#path = path;
    this.#token = token;
  }

  get isOpen(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  get lastLine(): number {
    return this.numbers.at(-1) ?? 0;
  }

  /** Opens it at the next replica, and again whenever it closes. */
  async open(): Promise<void> {
    this.replica = (this.replica + 1) % this.#urls.length;
    const after = this.numbers.length > 0 ? `?after=${this.lastLine}` : '';
    const url = `${this.#urls[this.replica]?.replace('http', 'ws')}/${this.#path}${after}`;
    const socket = new WebSocket(url, { headers: { authorization: `Bearer ${this.#token}` } });
    this.#socket = socket;
    socket.on('message', (data: Buffer) => this.#take(JSON.parse(data.toString('utf8')) as Frame));
    socket.once('close', () => {
      // A replica that is not there is asked again in a moment.
      if (!this.#isClosed) setTimeout(() => void this.open().catch(() => undefined), 200);
    });
    socket.on('error', () => {});
    await once(socket, 'open');
    this.opened += 1;
  }

  /** Runs a command and waits for its answer. */
  async command(line: string): Promise<string> {
    const id = `command-${this.#results.size + 1}`;
    this.#socket?.send(JSON.stringify({ type: 'command', id, line }));
    const result = await until(() => this.#results.get(id), { what: `the answer to ${line}` });
    if (result.output === undefined) throw new Error(`${line} was answered with ${JSON.stringify(result.error)}`);
    return result.output;
  }

  close(): void {
    this.#isClosed = true;
    this.#socket?.close();
  }

  #take(frame: Frame): void {
    if (frame.type === 'result') this.#results.set(frame.id, frame);
    else this.numbers.push(...frame.lines.map(({ n }) => n));
  }
}

import { once } from 'node:events';
import { WebSocket, type ClientOptions } from 'ws';
import type { ConsoleServerFrame } from '@gse/agent-client';
import { until } from './until.ts';

/** A viewer of a console, as a browser page would be one. */
export class ConsoleClient {
  readonly frames: ConsoleServerFrame[] = [];
  readonly socket: WebSocket;
  closeCode: number | undefined;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data) => this.frames.push(JSON.parse(String(data)) as ConsoleServerFrame));
    socket.on('close', (code) => {
      this.closeCode = code;
    });
  }

  /** Opens, or answers the HTTP status of the refusal. */
  static async open(url: string, headers: Record<string, string>, options: ClientOptions = {}): Promise<ConsoleClient | number> {
    const socket = new WebSocket(url.replace('http', 'ws'), { headers, perMessageDeflate: false, ...options });
    const client = new ConsoleClient(socket);
    return await new Promise((resolve, reject) => {
      socket.on('open', () => resolve(client));
      socket.on('unexpected-response', (_request, response) => {
        resolve(response.statusCode ?? 0);
        response.resume();
      });
      socket.on('error', reject);
    });
  }

  get texts(): string[] {
    return this.frames.flatMap((frame) => (frame.type === 'lines' ? frame.lines.map((line) => line.text) : []));
  }

  get dropped(): number {
    return this.frames.reduce((sum, frame) => sum + (frame.type === 'lines' ? (frame.dropped ?? 0) : 0), 0);
  }

  async command(id: string, line: string): Promise<ConsoleServerFrame | undefined> {
    this.socket.send(JSON.stringify({ type: 'command', id, line }));
    const find = (): ConsoleServerFrame | undefined => this.frames.find((frame) => frame.type === 'result' && frame.id === id);
    await until(() => find() !== undefined);
    return find();
  }

  async close(): Promise<void> {
    if (this.socket.readyState === WebSocket.CLOSED) return;
    this.socket.close();
    await once(this.socket, 'close');
  }
}

import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  announceRequestSchema,
  commandRequestSchema,
  consoleClientFrameSchema,
  moderationRequestSchema,
  type ConsoleLine,
  type HistorySeries,
} from '@gse/agent-client';
import { WebSocketServer, type WebSocket } from 'ws';

/** A small agent that speaks the wire of the real one, for a game that echoes. */
export class AgentStandIn implements AsyncDisposable {
  readonly token = 'agent-secret-token';
  readonly asked: { readonly path: string; readonly body: unknown }[] = [];
  readonly lines: ConsoleLine[] = [];
  settings: Record<string, unknown> = {};
  /** What was seen of the game; undefined for an agent that keeps no history. */
  history: HistorySeries | undefined = { from: 0, stepSeconds: 15, health: [], players: [], playersMax: [], metrics: [] };
  /** What the next calls answer instead: status and code. */
  refuse: { status: number; code: string; message: string } | undefined;
  /** Lines that were not sent because a viewer did not read. */
  lost = 0;
  readonly #viewers = new Set<{ readonly socket: WebSocket; dropped: number }>();
  readonly #server: Server;
  readonly #sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });

  constructor() {
    this.#server = createServer((request, response) => void this.#answer(request, response));
    this.#server.on('upgrade', (request, socket, head) => {
      if (request.headers.authorization !== `Bearer ${this.token}` || request.headers.origin !== undefined)
        return void socket.end('HTTP/1.1 401 Unauthorized\r\nconnection: close\r\n\r\n');
      this.#sockets.handleUpgrade(request, socket, head, (webSocket) => this.#view(webSocket, new URL(request.url ?? '/', 'http://agent')));
    });
  }

  static async start(): Promise<AgentStandIn> {
    const agent = new AgentStandIn();
    agent.#server.listen(0, '127.0.0.1');
    await once(agent.#server, 'listening');
    return agent;
  }

  get address(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get viewers(): number {
    return this.#viewers.size;
  }

  /** The game writes; viewers who do not read lose lines, as with the real agent. */
  log(...texts: readonly string[]): void {
    const lines = texts.map((text, index): ConsoleLine => ({ n: this.lines.length + index + 1, at: new Date(0).toISOString(), text }));
    this.lines.push(...lines);
    for (const viewer of this.#viewers) {
      if (viewer.socket.bufferedAmount > 256 * 1024) {
        viewer.dropped += lines.length;
        this.lost += lines.length;
        continue;
      }
      viewer.socket.send(JSON.stringify({ type: 'lines', lines, ...(viewer.dropped > 0 && { dropped: viewer.dropped }) }));
      viewer.dropped = 0;
    }
  }

  disconnectViewers(): void {
    for (const { socket } of this.#viewers) socket.close(1001);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { socket } of this.#viewers) socket.terminate();
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const send = (status: number, body: unknown): void =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (request.headers.authorization !== `Bearer ${this.token}`) return send(401, { error: { code: 'Unauthorized', message: 'no' } });
    const path = (request.url ?? '').split('?')[0] ?? '';
    const body: unknown = JSON.parse((await text(request)) || '{}');
    this.asked.push({ path, body });
    if (this.refuse) return send(this.refuse.status, { error: { code: this.refuse.code, message: this.refuse.message } });
    switch (path) {
      case '/v1/report':
        return send(200, {
          revision: '1',
          at: new Date(0).toISOString(),
          game: { process: 'up', health: 'Healthy' },
          players: { known: true, online: 1, max: 20 },
          drain: { state: 'none' },
          settings: this.settings,
          settingsHash: 'h',
          version: '1',
          simulated: true,
        });
      case '/v1/players':
        return send(200, { known: true, online: 1, max: 20, names: [{ name: 'Steve', id: 'u-1', since: new Date(0).toISOString() }] });
      case '/v1/players/lists':
        return send(200, {
          banned: { known: true, players: [{ name: 'Mallory', reason: 'griefing' }], more: 2 },
          allowed: { known: false, reason: 'The game did not answer.' },
        });
      case '/v1/history':
        return this.history === undefined ? send(404, { error: { code: 'NotFound', message: 'no' } }) : send(200, this.history);
      case '/v1/command':
        return send(200, { output: `ran ${commandRequestSchema.parse(body).line}` });
      case '/v1/announce':
        announceRequestSchema.parse(body);
        return void response.writeHead(204).end();
      case '/v1/moderation': {
        const { act, player } = moderationRequestSchema.parse(body);
        return send(200, { done: player !== 'Nobody', message: player === 'Nobody' ? 'No player was found' : `${act} of ${player} done` });
      }
      default:
        return send(404, { error: { code: 'NotFound', message: 'no' } });
    }
  }

  #view(socket: WebSocket, url: URL): void {
    const viewer = { socket, dropped: 0 };
    this.#viewers.add(viewer);
    socket.on('close', () => this.#viewers.delete(viewer));
    const after = Number(url.searchParams.get('after') ?? 0);
    const most = Number(url.searchParams.get('replay') ?? 150);
    const replay = most === 0 ? [] : this.lines.filter((line) => line.n > after).slice(-most);
    if (replay.length > 0) socket.send(JSON.stringify({ type: 'lines', lines: replay }));
    socket.on('message', (data) => {
      const frame = consoleClientFrameSchema.parse(JSON.parse(String(data)));
      this.asked.push({ path: '/v1/console', body: frame });
      socket.send(JSON.stringify({ type: 'result', id: frame.id, output: `ran ${frame.line}` }));
    });
  }
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { commandRequestSchema, consoleClientFrameSchema, type ConsoleLines, type ConsoleServerFrame } from '@gse/agent-client';
import { delay, type Clock, type LogBuffer, type LogLine } from '@gse/session';
import { WebSocketServer, type WebSocket } from 'ws';
import { HttpError, toHttpError } from './http-error.ts';

/** What the console needs. */
export interface ConsoleHubOptions {
  readonly buffer: LogBuffer;
  readonly clock: Clock;
  /** Runs a command; rejects with something that can be shown. */
  command(line: string): Promise<string>;
}

const maxViewers = 32;
const maxCommandsAtOnce = 16;
const linesPerFrame = 200;
const charactersPerFrame = 64 * 1024;
/** Lines that come close together travel together. */
const gatherMs = 20;
const pingMs = 30_000;
const goodbyeMs = 250;
const limits = { replay: 1000, defaultReplay: 150, frameBytes: 16 * 1024, output: 256 * 1024 };

/**
 * Shows the game's log to any number of viewers and takes their commands. Viewers share one bounded buffer; each has only
 * its place in it, and one frame on the way. A viewer who is too slow finds its place forgotten, is told how many lines it
 * missed, and never makes anybody wait.
 */
export class ConsoleHub {
  readonly #options: ConsoleHubOptions;
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: limits.frameBytes,
    perMessageDeflate: false,
    clientTracking: false,
  });
  readonly #viewers = new Set<Viewer>();
  readonly #unsubscribe: () => void;
  #cancelFlush: (() => void) | undefined;
  #cancelPing: (() => void) | undefined;

  constructor(options: ConsoleHubOptions) {
    this.#options = options;
    this.#unsubscribe = options.buffer.subscribe(() => this.#flushSoon());
  }

  get viewers(): number {
    return this.#viewers.size;
  }

  /** Takes over an authorized upgrade of `GET /v1/console`. */
  accept(query: URLSearchParams, request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (this.#viewers.size >= maxViewers) throw new HttpError(503, 'TooManyViewers', `The console has ${maxViewers} viewers already.`);
    const replay = wholeNumber(query.get('replay'), limits.replay) ?? limits.defaultReplay;
    const after = wholeNumber(query.get('after'), Number.MAX_SAFE_INTEGER);
    this.#server.handleUpgrade(request, socket, head, (webSocket) => {
      const viewer = new Viewer(webSocket, this.#options, replay, after);
      this.#viewers.add(viewer);
      webSocket.on('close', () => this.#viewers.delete(viewer));
      viewer.flush();
      this.#pingLater();
    });
  }

  /** Says goodbye to the viewers, and does not wait for those who do not answer. */
  async close(killed: AbortSignal): Promise<void> {
    this.#unsubscribe();
    this.#cancelFlush?.();
    this.#cancelPing?.();
    this.#server.close();
    for (const viewer of this.#viewers) viewer.close();
    if (this.#viewers.size > 0) await delay(this.#options.clock, goodbyeMs, killed);
    for (const viewer of this.#viewers) viewer.terminate();
  }

  #flushSoon(): void {
    if (this.#cancelFlush || this.#viewers.size === 0) return;
    this.#cancelFlush = this.#options.clock.after(gatherMs, () => {
      this.#cancelFlush = undefined;
      for (const viewer of this.#viewers) viewer.flush();
    });
  }

  #pingLater(): void {
    if (this.#cancelPing || this.#viewers.size === 0) return;
    this.#cancelPing = this.#options.clock.after(pingMs, () => {
      this.#cancelPing = undefined;
      for (const viewer of this.#viewers) viewer.ping();
      this.#pingLater();
    });
  }
}

class Viewer {
  readonly #socket: WebSocket;
  readonly #options: ConsoleHubOptions;
  /** Number of the last line sent or known to be lost. */
  #place: number;
  #dropped = 0;
  #isSending = false;
  #commands = 0;
  #isAlive = true;

  constructor(socket: WebSocket, options: ConsoleHubOptions, replay: number, after: number | undefined) {
    this.#socket = socket;
    this.#options = options;
    const { buffer } = options;
    const first = buffer.tail(replay)[0];
    const replayFrom = first ? first.n - 1 : buffer.lastNumber;
    // A place of an earlier agent says nothing about what was lost since.
    const isKnownPlace = after !== undefined && after >= buffer.firstNumber && after <= buffer.lastNumber;
    this.#place = isKnownPlace ? Math.max(after, replayFrom) : replayFrom;
    this.#dropped = isKnownPlace ? this.#place - after : 0;
    socket.on('error', () => socket.terminate());
    socket.on('pong', () => {
      this.#isAlive = true;
    });
    socket.on('message', (data, isBinary) => this.#receive(isBinary ? '' : String(data)));
  }

  /** Sends what is new, one frame at a time: the next one only when the last one has left. */
  flush(): void {
    if (this.#isSending || this.#socket.readyState !== this.#socket.OPEN) return;
    const frame = this.#nextFrame();
    if (!frame) return;
    this.#isSending = true;
    this.#socket.send(JSON.stringify(frame), (error) => {
      this.#isSending = false;
      if (!error) this.flush();
    });
  }

  ping(): void {
    if (!this.#isAlive) return this.#socket.terminate();
    this.#isAlive = false;
    this.#socket.ping();
  }

  close(): void {
    this.#socket.close(1001, 'the agent leaves');
  }

  terminate(): void {
    this.#socket.terminate();
  }

  #nextFrame(): ConsoleLines | undefined {
    const found = this.#options.buffer.after(this.#place, linesPerFrame);
    const [first] = found;
    if (!first) return undefined;
    // Up to the first gap: what was lost is told before the line that follows it.
    const gap = found.findIndex((line, index) => line.n !== first.n + index);
    const lines = withinSize(gap === -1 ? found : found.slice(0, gap));
    const dropped = this.#dropped + first.n - this.#place - 1;
    this.#dropped = 0;
    this.#place = first.n + lines.length - 1;
    return { type: 'lines', lines: lines.map(toWire), ...(dropped > 0 ? { dropped } : {}) };
  }

  #receive(data: string): void {
    const frame = consoleClientFrameSchema.safeParse(parseJson(data));
    if (!frame.success) return this.#socket.close(1008, 'not a console frame');
    void this.#run(frame.data.id, frame.data.line);
  }

  async #run(id: string, line: string): Promise<void> {
    // Counted until the answer has left: a viewer who asks and never reads may not pile up answers.
    if (this.#commands >= maxCommandsAtOnce) return this.#socket.close(1008, 'too many commands at once');
    this.#commands++;
    const reply = (result: { output: string } | { error: { code: string; message: string } }): void => {
      if (this.#socket.readyState !== this.#socket.OPEN) return;
      this.#socket.send(JSON.stringify({ type: 'result', id, ...result } satisfies ConsoleServerFrame), () => {
        this.#commands--;
      });
    };
    try {
      const request = commandRequestSchema.safeParse({ line });
      if (!request.success) throw new HttpError(400, 'BadRequest', `The command ${request.error.issues[0]?.message ?? 'is not valid'}.`);
      reply({ output: (await this.#options.command(request.data.line)).slice(0, limits.output) });
    } catch (error) {
      const { code, message } = toHttpError(error);
      reply({ error: { code, message } });
    }
  }
}

/** As many lines as make a frame of reasonable size, but one at least. */
function withinSize(lines: readonly LogLine[]): readonly LogLine[] {
  let size = 0;
  const end = lines.findIndex((line, index) => (size += line.text.length) > charactersPerFrame && index > 0);
  return end === -1 ? lines : lines.slice(0, end);
}

function toWire({ n, at, text }: LogLine): ConsoleLines['lines'][number] {
  return { n, at: new Date(at).toISOString(), text };
}

function wholeNumber(text: string | null, most: number): number | undefined {
  if (text === null || !/^[0-9]{1,16}$/.test(text)) return undefined;
  return Math.min(Number(text), most);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

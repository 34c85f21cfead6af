import type { ConnectionTarget, OpenConnection } from '@gse/sdk';
import { WebSocket } from 'ws';
import { WebRconError } from '../errors.ts';
import { startTimer } from '../timer.ts';
import type { RustWebRconClient } from './client.ts';
import { Commands } from './commands.ts';
import { failureOf, refusalOf } from './failure.ts';
import { Inbox } from './inbox.ts';
import { parseMessage } from './message.ts';

/** A list of 500 players is some 150 KB; nothing the game prints comes near this. */
const MAX_FRAME_BYTES = 16 * 1024 * 1024;
/** More unsent bytes than this and the game does not read any more. */
const MAX_UNSENT_BYTES = 4 * 1024 * 1024;
const OPEN_TIMEOUT_MS = 10_000;
const CLOSE_PATIENCE_MS = 2_000;

/** What an opening may vary. */
export interface OpenWebRconOptions {
  /** Longest wait for connection and handshake. Default 10 s. */
  readonly openTimeoutMs?: number;
}

/** Connects and logs in. Rejects with `WebRconError`; everything that was opened is closed by then. */
export async function openWebRcon(target: ConnectionTarget, options: OpenWebRconOptions = {}): Promise<OpenConnection<RustWebRconClient>> {
  const { signal } = target;
  if (signal.aborted) throw givenUp(signal);
  const connection = new WebRconConnection(target);
  const { openTimeoutMs = OPEN_TIMEOUT_MS } = options;
  const onAbort = (): void => connection.end(givenUp(signal));
  const timer = startTimer(() => connection.end(tooSlow(connection.address, openTimeoutMs)), openTimeoutMs);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    await connection.opened;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
  return {
    client: {
      command: (line, commandOptions) => connection.command(line, commandOptions),
      messages: ({ signal: patience }) => connection.inbox.take(patience),
    },
    closed: connection.closed,
    close: () => connection.close(),
  };
}

/** One WebSocket, from connecting to its end. */
class WebRconConnection {
  readonly address: string;
  readonly inbox = new Inbox();
  readonly #socket: WebSocket;
  readonly #commands: Commands;
  readonly #opened = Promise.withResolvers<void>();
  readonly #closed = Promise.withResolvers<Error | undefined>();
  readonly #gone = Promise.withResolvers<void>();
  #isEnded = false;

  constructor({ host, port, secret }: ConnectionTarget) {
    this.address = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
    this.#commands = new Commands((frame) => this.#send(frame));
    // The password is the path. It stands in this one place and in no message.
    this.#socket = new WebSocket(`ws://${this.address}/${encodeURIComponent(checkPassword(secret))}`, {
      maxPayload: MAX_FRAME_BYTES,
      perMessageDeflate: false,
      followRedirects: false,
      // A plugin may print anything; half a character is no reason to hang up.
      skipUTF8Validation: true,
    });
    this.#socket.on('upgrade', ({ socket }) => {
      socket.setKeepAlive(true, 30_000);
      socket.setNoDelay(true);
    });
    this.#socket.on('open', () => this.#opened.resolve());
    this.#socket.on('message', (data: Buffer, isBinary) => {
      if (!isBinary) this.#receive(data.toString('utf8'));
    });
    this.#socket.on('unexpected-response', (request, response) => {
      this.end(refusalOf(response.statusCode ?? 0, this.address));
      request.destroy();
    });
    this.#socket.on('error', (error) => this.end(failureOf(error, this.address)));
    this.#socket.on('close', () => {
      this.#gone.resolve();
      this.end(new WebRconError('closed', `${this.address} closed the WebRCON connection. The game may be stopping.`));
    });
  }

  get opened(): Promise<void> {
    return this.#opened.promise;
  }

  get closed(): Promise<Error | undefined> {
    return this.#closed.promise;
  }

  async command(line: string, options: Parameters<RustWebRconClient['command']>[1]): Promise<string> {
    return this.#commands.run(line, options);
  }

  /** Ends the connection because of `error`; the first cause is the one that counts. */
  end(error: WebRconError): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#opened.reject(error);
    this.#closed.resolve(error);
    this.#commands.fail(error);
    this.inbox.end(error);
    this.#socket.terminate();
  }

  async close(): Promise<void> {
    this.#closed.resolve(undefined);
    if (this.#socket.readyState === WebSocket.OPEN) {
      this.#socket.close(1000);
      const timer = setTimeout(() => this.#socket.terminate(), CLOSE_PATIENCE_MS);
      await this.#gone.promise;
      clearTimeout(timer);
    }
    this.end(new WebRconError('closed', 'The WebRCON connection was closed on this side.'));
    await this.#gone.promise;
  }

  #send(frame: string): void {
    if (this.#socket.bufferedAmount > MAX_UNSENT_BYTES)
      this.end(new WebRconError('timeout', `${this.address} does not read what it is sent. The game may be hung.`));
    else if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(frame);
  }

  #receive(frame: string): void {
    const message = parseMessage(frame);
    if (message === undefined || this.#commands.take(message)) return;
    // Whatever else has the number of a command is an answer that came too late.
    if (message.identifier <= 0) this.inbox.put(message);
  }
}

function checkPassword(password: string | undefined): string {
  if (password === undefined || password === '')
    throw new WebRconError('auth', 'No RCON password is known for this game. Give it one; without, Rust opens no remote console.');
  if (/[\p{Cc}\s]/u.test(password) || !password.isWellFormed() || password.length > 256)
    throw new WebRconError('auth', 'The stored RCON password cannot be sent: it has blanks or control characters, or is too long.');
  return password;
}

function givenUp(signal: AbortSignal): WebRconError {
  return new WebRconError('aborted', 'Opening the WebRCON connection was given up.', { cause: signal.reason });
}

function tooSlow(address: string, openTimeoutMs: number): WebRconError {
  return new WebRconError(
    'timeout',
    `${address} did not complete the WebRCON handshake within ${openTimeoutMs / 1000} s. The game may be making its map, or speaks the old RCON (rcon.web 0).`,
  );
}

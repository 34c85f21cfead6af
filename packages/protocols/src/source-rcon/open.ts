import { connect, type Socket } from 'node:net';
import type { ConnectionTarget, OpenConnection } from '@gse/sdk';
import { RconError } from '../errors.ts';
import { socketFailureKind } from '../socket-failure.ts';
import type { RconClient } from './client.ts';
import { checkCommandLine } from './command-line.ts';
import { CommandQueue } from './command-queue.ts';
import { RconConversation } from './conversation.ts';
import type { RconDialect } from './dialect.ts';

/** What an opening may vary. */
export interface OpenRconOptions {
  readonly dialect: RconDialect;
  readonly onUnsolicited?: (text: string) => void;
}

/** Connects and logs in. Rejects with `RconError`; everything that was opened is closed by then. */
export async function openRcon(target: ConnectionTarget, options: OpenRconOptions): Promise<OpenConnection<RconClient>> {
  const { signal, host, port } = target;
  const password = checkPassword(target.secret, options.dialect);
  if (signal.aborted) throw new RconError('aborted', 'Opening the RCON connection was given up.', { cause: signal.reason });

  const connection = new RconConnection(
    connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: 30_000 }),
    `${host}:${port}`,
    options,
  );
  const giveUp = () => connection.end(new RconError('aborted', 'Opening the RCON connection was given up.', { cause: signal.reason }));
  const { openTimeoutMs } = options.dialect;
  const timer = setTimeout(
    () =>
      connection.end(
        new RconError(
          'timeout',
          `${host}:${port} did not complete the RCON login within ${openTimeoutMs / 1000} s. The game may be starting, saving or hung.`,
        ),
      ),
    openTimeoutMs,
  );
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    await connection.login(password);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', giveUp);
  }
  return {
    client: { command: (line, commandOptions) => connection.command(line, commandOptions) },
    closed: connection.closed,
    close: () => connection.close(),
  };
}

/** One socket, from connecting to its end. */
class RconConnection {
  readonly #socket: Socket;
  readonly #address: string;
  readonly #options: OpenRconOptions;
  readonly #conversation: RconConversation;
  readonly #queue: CommandQueue;
  readonly #login = Promise.withResolvers<void>();
  readonly #closed = Promise.withResolvers<Error | undefined>();
  readonly #socketClosed: Promise<unknown>;
  #isEnded = false;

  constructor(socket: Socket, address: string, options: OpenRconOptions) {
    this.#socket = socket;
    this.#address = address;
    this.#options = options;
    this.#conversation = new RconConversation(options.dialect);
    this.#queue = new CommandQueue({
      dialect: options.dialect,
      send: (line) => {
        const { id, bytes } = this.#conversation.command(line);
        this.#socket.write(bytes);
        return id;
      },
      onSilence: (error) => this.end(error),
    });
    this.#socketClosed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('data', (chunk: Buffer) => this.#onData(chunk));
    socket.on('error', (error) => this.end(this.#socketError(error)));
    socket.on('end', () => this.end(this.#hangUp()));
    socket.on('close', () => this.end(this.#hangUp()));
  }

  get closed(): Promise<Error | undefined> {
    return this.#closed.promise;
  }

  login(password: string): Promise<void> {
    // Held back by the socket until it is connected.
    this.#socket.write(this.#conversation.login(password));
    return this.#login.promise;
  }

  async command(line: string, options: Parameters<RconClient['command']>[1]): Promise<string> {
    checkCommandLine(line, this.#options.dialect);
    return this.#queue.add(line, options);
  }

  /** Ends the connection because of `error`; the first cause is the one that counts. */
  end(error: RconError): void {
    this.#closed.resolve(error);
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#socket.destroy();
    this.#login.reject(error);
    this.#queue.fail(error);
  }

  async close(): Promise<void> {
    this.#closed.resolve(undefined);
    this.end(new RconError('closed', 'The RCON connection was closed on this side.'));
    await this.#socketClosed;
  }

  #onData(chunk: Buffer): void {
    try {
      for (const event of this.#conversation.receive(chunk)) {
        if (this.#isEnded) return;
        if (event.kind === 'reply') this.#queue.reply(event.id, event.text);
        else if (event.kind === 'send') this.#socket.write(event.bytes);
        else if (event.kind === 'loggedIn') this.#login.resolve();
        else this.#options.onUnsolicited?.(event.text);
      }
    } catch (error) {
      this.end(
        error instanceof RconError ? error : new RconError('protocol', 'Text from the game could not be handled.', { cause: error }),
      );
    }
  }

  #socketError(cause: Error): RconError {
    const kind = socketFailureKind(cause);
    const message = {
      refused: `Nothing answers at ${this.#address}. The game opens its RCON port late while starting, and not at all when RCON is switched off.`,
      timeout: `${this.#address} stopped answering.`,
      closed: `${this.#address} broke the RCON connection.`,
    }[kind];
    return new RconError(kind, message, { cause });
  }

  #hangUp(): RconError {
    return new RconError(
      'closed',
      this.#conversation.pendingBytes > 0
        ? `${this.#address} closed the RCON connection in the middle of a packet.`
        : `${this.#address} closed the RCON connection. The game may be stopping.`,
    );
  }
}

function checkPassword(password: string | undefined, dialect: RconDialect): string {
  if (password === undefined || password === '') {
    throw new RconError('auth', 'No RCON password is known for this game. Give it one; games refuse empty ones.');
  }
  if (/[\r\n\0]/.test(password) || Buffer.byteLength(password, 'utf8') > dialect.maxCommandBytes) {
    throw new RconError(
      'auth',
      'The stored RCON password cannot be sent: it has line breaks or NUL characters, or is too long. Store another one.',
    );
  }
  return password;
}

import { RconCommandError, WebRconError } from '../errors.ts';
import { startTimer } from '../timer.ts';
import type { WebRconCommandOptions } from './client.ts';
import { encodeCommand, MAX_IDENTIFIER, type WebRconMessage } from './message.ts';

/**
 * Sent right behind every command: reading a setting is always answered, and the game works on commands in order, one
 * after the other. So its answer says that the command before it has printed everything it had to print, also when that
 * was nothing.
 */
export const END_MARK = 'server.hostname';

const COMMAND_TIMEOUT_MS = 10_000;
/** Everything a command prints comes at once; the end mark is not waited for much longer. */
const END_MARK_PATIENCE_MS = 2_000;
const MAX_COMMAND_BYTES = 16 * 1024;
const MAX_REPLY_CHARACTERS = 32 * 1024 * 1024;
/** Callers that wait beyond this get an error at once: the game does not keep up. */
const MAX_WAITING = 128;

interface Pending {
  readonly lines: string[];
  characters: number;
  patience: NodeJS.Timeout | undefined;
  resolve(): void;
  reject(error: WebRconError): void;
}

/** Commands under way and the answers they get, matched by number and by nothing else. */
export class Commands {
  readonly #send: (frame: string) => void;
  readonly #pending = new Map<number, Pending>();
  /** Number of the command by the number of its end mark. */
  readonly #ends = new Map<number, number>();
  #failure: WebRconError | undefined;
  #lastIdentifier = 0;

  constructor(send: (frame: string) => void) {
    this.#send = send;
  }

  /** Sends a command and waits for all of its answer. */
  run(line: string, { signal, timeoutMs = COMMAND_TIMEOUT_MS }: WebRconCommandOptions): Promise<string> {
    checkCommandLine(line);
    if (signal.aborted) throw aborted(signal, false);
    if (this.#failure !== undefined) throw lost(this.#failure, false);
    if (this.#pending.size >= MAX_WAITING)
      throw new WebRconError('timeout', `${MAX_WAITING} commands already wait for the game to answer. Try again when it keeps up.`);
    const identifier = this.#nextIdentifier();
    const endIdentifier = this.#nextIdentifier();
    return new Promise((resolve, reject) => {
      const pending: Pending = {
        lines: [],
        characters: 0,
        patience: undefined,
        resolve: () => {
          settled();
          resolve(pending.lines.join('\n'));
        },
        reject: (error) => {
          settled();
          reject(error);
        },
      };
      const settled = (): void => {
        clearTimeout(timer);
        clearTimeout(pending.patience);
        signal.removeEventListener('abort', onAbort);
        this.#pending.delete(identifier);
        this.#ends.delete(endIdentifier);
      };
      const onAbort = (): void => pending.reject(aborted(signal, true));
      // An answer without its end mark is still an answer.
      const timer = startTimer(() => (pending.lines.length > 0 ? pending.resolve() : pending.reject(timedOut(timeoutMs))), timeoutMs);
      signal.addEventListener('abort', onAbort, { once: true });
      this.#pending.set(identifier, pending);
      this.#ends.set(endIdentifier, identifier);
      this.#send(encodeCommand(identifier, line));
      this.#send(encodeCommand(endIdentifier, END_MARK));
    });
  }

  /** Takes a message that answers a command; false when none waits for it, as for a late answer. */
  take({ identifier, text }: WebRconMessage): boolean {
    const command = this.#ends.get(identifier);
    if (command !== undefined) {
      this.#pending.get(command)?.resolve();
      return true;
    }
    const pending = this.#pending.get(identifier);
    if (pending === undefined) return false;
    pending.characters += text.length;
    if (pending.characters > MAX_REPLY_CHARACTERS)
      pending.reject(new WebRconError('protocol', 'The answer to a command does not end.', { sent: true }));
    else {
      if (text !== '') pending.lines.push(text);
      pending.patience ??= setTimeout(() => pending.resolve(), END_MARK_PATIENCE_MS);
    }
    return true;
  }

  /** Ends every command, now and later, because the connection is gone. */
  fail(error: WebRconError): void {
    this.#failure ??= error;
    for (const pending of this.#pending.values()) {
      // Who hung up behind an answer has answered.
      if (error.kind === 'closed' && pending.lines.length > 0) pending.resolve();
      else pending.reject(lost(error, true));
    }
  }

  /** Counts from 1 and begins again after the largest: never 0 or -1, which are for console lines and chat. */
  #nextIdentifier(): number {
    this.#lastIdentifier = this.#lastIdentifier === MAX_IDENTIFIER ? 1 : this.#lastIdentifier + 1;
    return this.#lastIdentifier;
  }
}

function checkCommandLine(line: string): void {
  if (/[\r\n\0]/.test(line)) throw new RconCommandError('A console command must be one line without NUL characters.');
  if (line.trim() === '') throw new RconCommandError('Rust has no empty command.');
  const bytes = Buffer.byteLength(line, 'utf8');
  if (bytes > MAX_COMMAND_BYTES)
    throw new RconCommandError(`The command is ${bytes} bytes long; at most ${MAX_COMMAND_BYTES} are sent to Rust.`);
}

function aborted(signal: AbortSignal, sent: boolean): WebRconError {
  return new WebRconError('aborted', sent ? 'The command was given up while the game worked on it.' : 'The command was given up.', {
    cause: signal.reason,
    sent,
  });
}

function timedOut(timeoutMs: number): WebRconError {
  return new WebRconError(
    'timeout',
    `The game did not answer the command within ${timeoutMs / 1000} s. It may be saving, making its map, or hung.`,
    { sent: true },
  );
}

function lost(failure: WebRconError, sent: boolean): WebRconError {
  return new WebRconError(failure.kind, failure.message, { cause: failure, sent });
}

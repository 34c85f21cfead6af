import type { WebSocket } from 'ws';
import type { FaultSet } from '../../testing/fault-set.ts';
import { encodeMessage, parseCommand, type WebRconMessage } from '../message.ts';
import type { WebRconFault } from './fault.ts';

/** What a session needs of its server. */
export interface WebRconSessionOptions {
  /** Runs a command; undefined prints nothing at all, and so is not answered. */
  readonly onCommand: (line: string) => string | undefined | Promise<string | undefined>;
  /**
   * Answers a line at once, whatever is under way: remote control of the simulation itself, which has to work while the
   * game hangs. Undefined leaves the line to the game.
   */
  readonly onControl?: (line: string) => string | undefined;
  readonly faults: FaultSet<WebRconFault>;
}

/** The server's side of one connection that is logged in. */
export class WebRconSession {
  readonly #socket: WebSocket;
  readonly #options: WebRconSessionOptions;
  readonly #closed: Promise<void>;
  #isClosed = false;
  #commands = 0;
  #working: Promise<unknown> = Promise.resolve();

  constructor(socket: WebSocket, options: WebRconSessionOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#closed = new Promise((resolve) => {
      socket.once('close', () => {
        this.#isClosed = true;
        resolve();
      });
    });
    socket.on('error', () => {}); // the peer sent what is no frame, or left; 'close' follows
    socket.on('message', (data: Buffer, isBinary) => {
      const command = isBinary ? undefined : parseCommand(data.toString('utf8'));
      // One after the other, as on the game's main thread.
      if (command === undefined) return;
      const controlled = options.onControl?.(command.line);
      if (controlled !== undefined) this.push({ identifier: command.identifier, text: controlled, type: 'Generic' });
      else this.#working = this.#working.then(() => this.#run(command));
    });
  }

  /** Sends a message beside the answers that are under way. */
  push(message: WebRconMessage): void {
    this.#send(encodeMessage(message));
  }

  async #run({ identifier, line }: { identifier: number; line: string }): Promise<void> {
    const { faults, onCommand } = this.#options;
    await this.#pauseWhile(() => {
      const hang = faults.get('hang');
      return hang !== undefined && this.#commands >= (hang.afterCommands ?? 0);
    });
    this.#commands += 1;
    if (faults.has('reset')) this.#socket.terminate();
    let text: string | undefined;
    try {
      text = await onCommand(line);
    } catch (error) {
      text = error instanceof Error ? error.message : 'unknown';
    }
    for (const frame of faults.get('frames')?.frames ?? []) this.#send(frame);
    if (faults.has('foreignIds'))
      this.#send(encodeMessage({ identifier: identifier + 100_000, text: 'the answer to another question', type: 'Generic' }));
    if (text === undefined) return;
    const reply = encodeMessage({ identifier, text, type: 'Generic' });
    this.#send(reply);
    if (faults.has('duplicateReplies')) this.#send(reply);
  }

  #send(frame: string | Uint8Array): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(frame);
  }

  async #pauseWhile(isPaused: () => boolean): Promise<void> {
    while (isPaused() && !this.#isClosed) await Promise.race([this.#options.faults.changed, this.#closed]);
  }
}

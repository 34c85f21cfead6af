import { WebRconError } from '../errors.ts';
import type { WebRconBatch } from './client.ts';
import type { WebRconMessage } from './message.ts';

const MAX_MESSAGES = 1_000;
const MAX_CHARACTERS = 4 * 1024 * 1024;

/** Messages nobody asked for, until somebody takes them. A flood pushes out the oldest. */
export class Inbox {
  #messages: WebRconMessage[] = [];
  #characters = 0;
  #dropped = 0;
  #failure: WebRconError | undefined;
  #wake: () => void = () => {};

  put(message: WebRconMessage): void {
    this.#messages.push(message);
    this.#characters += message.text.length;
    while (this.#messages.length > MAX_MESSAGES || (this.#characters > MAX_CHARACTERS && this.#messages.length > 1)) {
      this.#characters -= this.#messages.shift()?.text.length ?? 0;
      this.#dropped += 1;
    }
    this.#wake();
  }

  /** Ends the stream; what is still there can be taken. */
  end(failure: WebRconError): void {
    this.#failure ??= failure;
    this.#wake();
  }

  /** Takes everything there is, or waits for something. */
  async take(signal: AbortSignal): Promise<WebRconBatch> {
    while (this.#messages.length === 0) {
      if (signal.aborted) throw new WebRconError('aborted', 'Nobody waits for messages any more.', { cause: signal.reason });
      if (this.#failure !== undefined) throw this.#failure;
      await this.#somethingNew(signal);
    }
    const batch = { messages: this.#messages, dropped: this.#dropped };
    this.#messages = [];
    this.#characters = 0;
    this.#dropped = 0;
    return batch;
  }

  async #somethingNew(signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const wake = (): void => resolve();
    this.#wake = wake;
    signal.addEventListener('abort', wake, { once: true });
    await promise;
    signal.removeEventListener('abort', wake);
  }
}

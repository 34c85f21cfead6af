import type { Dispatcher } from 'undici';
import type { PlainBody, PlainResponse } from './plain.ts';

/** Bytes that wait for a reader before the connection is told to hold back. */
const mostBufferedBytes = 256 * 1024;

/**
 * Sends a request and hands over its answer as it comes. A stream object in between would be the dearer part of a small request;
 * a watch that nobody reads fast enough holds its connection back all the same.
 */
export function exchange(dispatcher: Dispatcher, options: Dispatcher.DispatchOptions, signal: AbortSignal): Promise<PlainResponse> {
  const it = new Exchange(signal);
  dispatcher.dispatch(options, it);
  return it.response;
}

class Exchange implements Dispatcher.DispatchHandler, PlainBody {
  readonly #signal: AbortSignal;
  readonly #response = Promise.withResolvers<PlainResponse>();
  #controller: Dispatcher.DispatchController | undefined;
  #pieces: Uint8Array[] = [];
  #bufferedBytes = 0;
  #reader: PromiseWithResolvers<Uint8Array | undefined> | undefined;
  #isOver = false;
  #error: Error | undefined;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener('abort', this.#onAbort, { once: true });
    if (signal.aborted) this.#onAbort();
  }

  get response(): Promise<PlainResponse> {
    return this.#response.promise;
  }

  read(): Promise<Uint8Array | undefined> {
    const piece = this.#pieces.shift();
    if (piece !== undefined) {
      this.#bufferedBytes -= piece.byteLength;
      if (this.#controller?.paused && this.#pieces.length === 0) this.#controller.resume();
      return Promise.resolve(piece);
    }
    if (this.#error) return Promise.reject(this.#error);
    if (this.#isOver) return Promise.resolve(undefined);
    this.#reader = Promise.withResolvers();
    return this.#reader.promise;
  }

  cancel(): void {
    if (!this.#isOver) this.#fail(new Error('nobody reads the answer any more'));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#error) controller.abort(this.#error);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    // The head of a head: the answer itself is still to come.
    if (status < 200) return;
    this.#response.resolve({
      status,
      header: (name) => [headers[name]].flat()[0],
      headers: () => Object.entries(headers).flatMap(([name, value]) => [value ?? []].flat().map((each): [string, string] => [name, each])),
      body: this,
    });
  }

  onResponseData(controller: Dispatcher.DispatchController, piece: Uint8Array): void {
    if (this.#reader) {
      this.#reader.resolve(piece);
      this.#reader = undefined;
      return;
    }
    this.#pieces.push(piece);
    this.#bufferedBytes += piece.byteLength;
    if (this.#bufferedBytes > mostBufferedBytes) controller.pause();
  }

  onResponseEnd(): void {
    this.#over();
    this.#reader?.resolve(undefined);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#fail(error);
  }

  readonly #onAbort = (): void => {
    const reason: unknown = this.#signal.reason;
    this.#fail(reason instanceof Error ? reason : new Error(String(reason)));
  };

  #fail(error: Error): void {
    if (this.#isOver) return;
    this.#over();
    this.#error = error;
    this.#pieces = [];
    this.#response.reject(error);
    this.#reader?.reject(error);
    if (this.#controller && !this.#controller.aborted) this.#controller.abort(error);
  }

  #over(): void {
    this.#isOver = true;
    this.#signal.removeEventListener('abort', this.#onAbort);
  }
}

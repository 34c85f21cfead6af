import type { Operation, ServerSummary } from '../api/types.ts';

/** Changes as the API tells them, see `/api/openapi.json`, operation `watch`. */
export interface LiveHandlers {
  onServer(change: {
    readonly type: 'added' | 'changed' | 'deleted';
    readonly resourceVersion: string;
    readonly server: ServerSummary;
  }): void;
  onOperation(change: { readonly type: 'added' | 'changed' | 'deleted'; readonly operation: Operation }): void;
  /** What is known may be old: list again. Called first of all when the stream begins. */
  onRelist(): void;
  onState(state: LiveState): void;
}

/** `paused`: the tab is hidden. `signedOut`: the session is over. */
export type LiveState = 'connecting' | 'live' | 'offline' | 'paused' | 'signedOut';

/** A tab that nobody looks at for so long lets its connection go. */
const HIDDEN_PATIENCE_MS = 20_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
/** The API says something every 15 seconds; silence for so long is a dead connection. */
const SILENCE_MS = 40_000;

/** The page's one connection to the live changes of all servers. Never gives up, is quiet while the tab is hidden. */
export class EventStream {
  readonly #handlers: LiveHandlers;
  #source: EventSource | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #pauseMs = FIRST_PAUSE_MS;
  #isStopped = false;

  constructor(handlers: LiveHandlers) {
    this.#handlers = handlers;
    document.addEventListener('visibilitychange', this.#onVisibility);
    window.addEventListener('online', this.#onOnline);
    this.#open();
  }

  stop(): void {
    this.#isStopped = true;
    document.removeEventListener('visibilitychange', this.#onVisibility);
    window.removeEventListener('online', this.#onOnline);
    this.#close();
  }

  readonly #onVisibility = (): void => {
    clearTimeout(this.#timer);
    if (document.hidden) {
      this.#timer = setTimeout(() => {
        this.#close();
        this.#handlers.onState('paused');
      }, HIDDEN_PATIENCE_MS);
    } else if (this.#source === undefined) this.#open();
  };

  readonly #onOnline = (): void => {
    if (this.#source === undefined && !document.hidden) this.#open();
  };

  #open(): void {
    this.#close();
    if (this.#isStopped) return;
    this.#handlers.onState('connecting');
    const source = new EventSource('/api/v1/events');
    this.#source = source;
    const on = (name: string, handle: (data: unknown) => void): void =>
      source.addEventListener(name, (event: MessageEvent<string>) => {
        this.#heard();
        handle(JSON.parse(event.data));
      });
    on('hello', () => {
      this.#pauseMs = FIRST_PAUSE_MS;
      this.#handlers.onState('live');
      this.#handlers.onRelist();
    });
    on('relist', () => {
      this.#handlers.onState('live');
      this.#handlers.onRelist();
    });
    on('heartbeat', () => {});
    on('server', (data) => this.#handlers.onServer(data as Parameters<LiveHandlers['onServer']>[0]));
    on('operation', (data) => this.#handlers.onOperation(data as Parameters<LiveHandlers['onOperation']>[0]));
    on('end', (data) => {
      const code: unknown = typeof data === 'object' && data !== null ? Reflect.get(data, 'code') : undefined;
      // The sign-in goes on with a new token, which comes with the next answer.
      if (code === 'Renew') this.#open();
      else this.#lost(code === 'Unauthorized');
    });
    source.addEventListener('error', () => this.#lost(false));
    this.#heard();
  }

  #heard(): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#lost(false), SILENCE_MS);
  }

  /** Own retries instead of the browser's: those stop for good when a proxy answers with an error. */
  #lost(isSignedOut: boolean): void {
    this.#close();
    if (this.#isStopped) return;
    this.#handlers.onState(isSignedOut ? 'signedOut' : 'offline');
    if (isSignedOut) return;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        if (!document.hidden) this.#open();
      },
      this.#pauseMs * (0.5 + Math.random() / 2),
    );
    this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);
  }

  #close(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#silence);
    this.#source?.close();
    this.#source = undefined;
  }
}

import type { ServerResponse } from 'node:http';
import type { Clock } from '@gse/kube';
import type { Change, Feed } from './feed.ts';

export interface ListenerOptions {
  readonly feed: Feed;
  readonly clock: Clock;
  /** Value of `Last-Event-ID`. */
  readonly lastEventId: string | undefined;
  /** Undefined while it is not known whether the caller sees the namespace. */
  readonly sees: (namespace: string) => boolean | undefined;
  /** Asks the permission for a namespace that is new; changes in it are told by `relist`. */
  readonly onUnknownNamespace: (namespace: string) => void;
}

/** A client that lets more than this pile up is not sent any more changes; it is told to list again when it has caught up. */
const MAX_BUFFERED_BYTES = 256 * 1024;
const HEARTBEAT_MS = 15_000;
/** A client that reads nothing for so long is gone. */
const STALLED_MS = 60_000;

/** Sends the changes a caller sees as server-sent events. What one client costs is bounded however slow it is. */
export class Listener {
  readonly #response: ServerResponse;
  readonly #options: ListenerOptions;
  readonly #stop: () => void;
  #cancel: (() => void)[] = [];
  #isBehind = false;
  #isClosed = false;
  readonly closed: Promise<void>;

  constructor(response: ServerResponse, options: ListenerOptions) {
    this.#response = response;
    this.#options = options;
    const { feed } = options;
    this.closed = new Promise((resolve) => {
      response.once('close', () => {
        this.#isClosed = true;
        this.#stop();
        for (const cancel of this.#cancel) cancel();
        resolve();
      });
    });
    response.on('error', () => response.destroy());
    response.on('drain', () => this.#caughtUp());
    // Nothing comes between the look at the past and the listening: both happen now.
    const missed = this.#missed();
    this.#write(`retry: 2000\n\n`);
    if (missed === undefined && options.lastEventId !== undefined) this.relist('changes were missed');
    else
      this.#event(
        'hello',
        JSON.stringify({ at: new Date(options.clock.now()).toISOString() }),
        this.#id(missed?.[0] ? missed[0].number - 1 : feed.number),
      );
    this.#stop = feed.listen((change) => this.#tell(change));
    for (const change of missed ?? []) this.#tell(change);
    this.#heartbeat();
  }

  /** Tells the client that what it knows may be old. */
  relist(why: string): void {
    this.#event('relist', JSON.stringify({ why }), this.#id(this.#options.feed.number));
  }

  /** Says why and ends the stream. */
  end(code: string, message: string): void {
    this.#event('end', JSON.stringify({ code, message }));
    this.#response.end();
    // A client that does not read its goodbye is not waited for.
    this.#later(1_000, () => this.#response.destroy());
  }

  #missed(): readonly Change[] | undefined {
    const [epoch, number] = (this.#options.lastEventId ?? '').split('.');
    if (epoch !== this.#options.feed.epoch || !/^[0-9]{1,15}$/.test(number ?? '')) return undefined;
    return this.#options.feed.since(Number(number));
  }

  #tell(change: Change): void {
    const sees = this.#options.sees(change.namespace);
    if (sees === undefined) this.#options.onUnknownNamespace(change.namespace);
    if (sees !== true) return;
    if (this.#isBehind) return;
    if (this.#response.writableLength > MAX_BUFFERED_BYTES) {
      this.#isBehind = true;
      this.#later(STALLED_MS, () => this.#isBehind && this.#response.destroy());
      return;
    }
    this.#event(change.event, change.json, this.#id(change.number));
  }

  #caughtUp(): void {
    if (!this.#isBehind) return;
    this.#isBehind = false;
    this.relist('the connection was too slow');
  }

  #heartbeat(): void {
    this.#later(HEARTBEAT_MS, () => {
      if (!this.#isBehind && this.#response.writableLength <= MAX_BUFFERED_BYTES)
        this.#event('heartbeat', JSON.stringify({ at: new Date(this.#options.clock.now()).toISOString() }));
      this.#heartbeat();
    });
  }

  #id(number: number): string {
    return `${this.#options.feed.epoch}.${number}`;
  }

  #event(event: string, json: string, id?: string): void {
    this.#write(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${json}\n\n`);
  }

  #write(text: string): void {
    if (!this.#isClosed && !this.#response.writableEnded) this.#response.write(text);
  }

  #later(ms: number, callback: () => void): void {
    if (this.#isClosed) return;
    const cancel = this.#options.clock.after(ms, () => {
      this.#cancel = this.#cancel.filter((other) => other !== cancel);
      callback();
    });
    this.#cancel.push(cancel);
  }
}

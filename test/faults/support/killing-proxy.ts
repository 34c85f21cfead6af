import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { describeMutation, isMutation, withinNamespace, type Mutation } from './lifeline.ts';

/** When a change passes at which somebody is to be killed: before the server sees it, or after it has answered. */
export type Moment = 'before' | 'after';

/** A proxy on the loopback interface in front of an API server, for one operator process at a time. */
export class KillingProxy implements AsyncDisposable {
  /** Changes since `killAt`, in order. */
  readonly mutations: Mutation[] = [];
  readonly #options: { readonly upstream: string; readonly ca: string; readonly namespace: string };
  readonly #server = createServer((incoming, outgoing) => void this.#pass(incoming, outgoing));
  #at = Number.POSITIVE_INFINITY;
  #moment: Moment = 'after';
  #kill: () => void = () => {};

  private constructor(options: { upstream: string; ca: string; namespace: string }) {
    this.#options = options;
  }

  /** Starts one that narrows lists over all namespaces to one. */
  static async start(options: { upstream: string; ca: string; namespace: string }): Promise<KillingProxy> {
    const proxy = new KillingProxy(options);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Counts changes from here on, and calls `kill` at the nth. */
  killAt(count: number, moment: Moment, kill: () => void): void {
    this.mutations.length = 0;
    this.#at = count;
    this.#moment = moment;
    this.#kill = kill;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { upstream, ca, namespace } = this.#options;
    const url = withinNamespace(new URL(incoming.url ?? '/', upstream), incoming.method ?? 'GET', namespace);
    incoming.on('error', () => {});
    outgoing.on('error', () => {});
    let isLast = false;
    if (isMutation(incoming.method ?? 'GET', url)) {
      this.mutations.push(describeMutation(incoming.method ?? '', url));
      isLast = this.mutations.length === this.#at;
    }
    if (isLast && this.#moment === 'before') {
      this.#kill();
      return void incoming.socket.destroy();
    }
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const passed = send(url, { method: incoming.method, headers: { ...incoming.headers, host: url.host }, ca, agent: false });
    outgoing.once('close', () => passed.destroy());
    passed.once('error', () => incoming.socket.destroy());
    passed.once('response', (answer) => {
      if (isLast) {
        answer.resume().once('end', () => {
          this.#kill();
          incoming.socket.destroy();
        });
        return;
      }
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      outgoing.flushHeaders();
      answer.on('error', () => outgoing.destroy()).pipe(outgoing);
    });
    incoming.pipe(passed);
  }
}

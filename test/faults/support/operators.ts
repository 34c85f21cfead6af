import { openCatalog } from '@gse/catalog';
import type { Clock, Fetch, Log } from '@gse/kube';
import { createOperator } from '@gse/operator';
import { LOCAL_IMAGE } from '../../../apps/standalone/src/local-programs.ts';
import type { EmbeddedWorld } from './embedded-world.ts';
import type { LifeOperators } from './life.ts';
import { Lifeline, withinNamespace, type Mutation } from './lifeline.ts';

const { gameById } = await openCatalog('', process.cwd());

/** What surrounds the operators of a story. */
export interface OperatorsOptions {
  readonly clock?: Clock;
  readonly log?: Log;
  /** The way to the API server, and its address; in process where absent. */
  readonly api?: { readonly fetch: Fetch; readonly url: string };
  /** The way to agents. */
  readonly agentFetch?: Fetch;
}

/** The operators of one namespace, one after the other: when one is killed, the next takes over at once. */
export class Operators implements LifeOperators {
  readonly #world: EmbeddedWorld;
  readonly #namespace: string;
  readonly #options: OperatorsOptions;
  readonly #running: { stop: AbortController; ended: Promise<void> }[] = [];
  #line = new Lifeline();
  kills = 0;

  constructor(world: EmbeddedWorld, namespace: string, options: OperatorsOptions = {}) {
    this.#world = world;
    this.#namespace = namespace;
    this.#options = options;
    this.#start();
  }

  killAfter(count = Number.POSITIVE_INFINITY): { readonly mutations: readonly Mutation[] } {
    const line = this.#line;
    line.cutAfter(count, () => {
      this.kills++;
      this.#line = new Lifeline();
      this.#start();
    });
    return line;
  }

  #start(): void {
    const { api, agentFetch = fetch, clock, log } = this.#options;
    const line = this.#line;
    const operator = createOperator({
      client: this.#world.clientOver(line.through(this.#narrowed(api?.fetch ?? this.#world.fetch)), 'gse-operator', api?.url),
      gameById,
      agentImage: LOCAL_IMAGE,
      agentFetch: line.through((request) => agentFetch(request)),
      networkPolicies: false,
      ...(clock && { clock }),
      ...(log && { log }),
    });
    const stop = new AbortController();
    this.#running.push({ stop, ended: operator.run(stop.signal).catch(() => undefined) });
  }

  #narrowed(send: Fetch): Fetch {
    return (request) => {
      const url = withinNamespace(new URL(request.url), request.method, this.#namespace);
      return send(url.href === request.url ? request : new Request(url, request));
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#line.cut = () => {};
    for (const { stop } of this.#running) stop.abort();
    await Promise.all(this.#running.map(({ ended }) => ended));
  }
}

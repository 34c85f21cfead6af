import type { Fetch } from '@gse/kube';
import { never } from './never.ts';

/** What may go wrong between an operator and an agent. */
export type WireFault =
  /** The connection breaks before an answer. */
  | 'reset'
  /** What was asked is done, and the connection breaks before the answer. */
  | 'lost answers'
  /** Something answers that is no agent. */
  | 'server error'
  /** The answer breaks off in the middle. */
  | 'cut'
  /** Nothing comes back, and the connection stays open; what is under way stands still as well. */
  | 'silence'
  /** Every answer comes late. */
  | 'latency';

const LATENCY_MS = 1_500;

/** The way to agents, which fails on demand. */
export class AgentWire {
  #fault: WireFault | undefined;
  #broken = new AbortController();

  /** From now on this goes wrong; what is under way breaks or stands still too. */
  fail(fault: WireFault): void {
    this.#fault = fault;
    this.#broken.abort();
  }

  heal(): void {
    this.#fault = undefined;
    this.#broken = new AbortController();
  }

  readonly fetch: Fetch = async (request) => {
    const broken = this.#broken.signal;
    switch (this.#fault) {
      case 'reset':
        throw new TypeError('fetch failed', { cause: new Error('ECONNRESET') });
      case 'server error':
        return new Response('Bad gateway', { status: 502 });
      case 'silence':
        return await never(request);
      case 'latency':
        await new Promise((resolve) => setTimeout(resolve, LATENCY_MS));
        return await fetch(request);
      case 'lost answers':
      case 'cut': {
        const answer = await fetch(request);
        await answer.body?.cancel();
        if (this.#fault !== 'cut') throw new TypeError('fetch failed', { cause: new Error('ECONNRESET') });
        return new Response('{"torn', { status: 200, headers: { 'content-type': 'application/json' } });
      }
      default:
        return await this.#open(request, broken);
    }
  };

  /** A connection that may meet the fault while it is open: then what comes over it is lost. */
  async #open(request: Request, broken: AbortSignal): Promise<Response> {
    const breaks = new Promise<'broken'>((resolve) => broken.addEventListener('abort', () => resolve('broken'), { once: true }));
    const first = await Promise.race([fetch(request), breaks]);
    if (first !== 'broken') return first;
    if (this.#fault === 'silence') return await never(request);
    throw new TypeError('fetch failed', { cause: new Error('ECONNRESET') });
  }
}

import type { Fetch } from '@gse/kube';
import { never } from './never.ts';

/** A request that changes something, in words: `PATCH gameservers/world/status`. */
export type Mutation = string;

/**
 * Everything one operator process sends, to the API server and to agents. Cut, it is what SIGKILL leaves of a process:
 * nothing goes out any more and no answer comes in, for ever.
 */
export class Lifeline {
  readonly mutations: Mutation[] = [];
  #isCut = false;
  #cutAfter = Number.POSITIVE_INFINITY;
  #onCut: () => void = () => {};
  #counting = false;

  /** From the next change on, cuts as soon as `count` of them are done: their answers have come, the next is not sent. */
  cutAfter(count: number, onCut: () => void): void {
    this.mutations.length = 0;
    this.#counting = true;
    this.#cutAfter = count;
    this.#onCut = onCut;
    if (count === 0) this.cut();
  }

  cut(): void {
    if (this.#isCut) return;
    this.#isCut = true;
    this.#onCut();
  }

  /** A transport that belongs to this process. */
  through(fetch: Fetch): Fetch {
    return async (request) => {
      if (this.#isCut) return await never(request);
      const url = new URL(request.url);
      if (!isMutation(request.method, url) || !this.#counting) return await this.#unlessCut(fetch(request), request);
      this.mutations.push(describeMutation(request.method, url));
      // What was sent before the cut arrives; only the answer is lost.
      const isLast = this.mutations.length >= this.#cutAfter;
      const answer = fetch(request);
      if (isLast) {
        await answer.catch(() => undefined);
        this.cut();
      }
      return await this.#unlessCut(answer, request);
    };
  }

  async #unlessCut(answer: Promise<Response>, request: Request): Promise<Response> {
    const response = await answer.catch((error: unknown) => {
      if (this.#isCut) return never(request);
      throw error;
    });
    return this.#isCut ? await never(request) : response;
  }
}

/** True of what changes anything but Events, which tell people what stands elsewhere too and are lost with a process. */
export function isMutation(method: string, { pathname }: URL): boolean {
  return method !== 'GET' && !pathname.includes('/events');
}

export function describeMutation(method: string, { pathname }: URL): Mutation {
  return `${method} ${pathname.replace(/^.*\/namespaces\/[^/]+\//, '')}`;
}

/** Narrows lists and watches over all namespaces to one, so that operators of several stories live side by side. */
export function withinNamespace(url: URL, method: string, namespace: string): URL {
  if (method !== 'GET' || url.pathname.includes('/namespaces/')) return url;
  const narrowed = new URL(url);
  narrowed.pathname = url.pathname.replace(/^(\/api\/v1|\/apis\/[^/]+\/[^/]+)\//, `$1/namespaces/${namespace}/`);
  return narrowed;
}

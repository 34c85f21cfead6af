import { strict as assert } from 'node:assert';
import type { Fetch } from '@gse/kube';
import { isObject, parseJson, type Json, type JsonObject } from '../json.ts';

/** An answer, read to its end. */
export interface Answer {
  status: number;
  headers: Headers;
  body: JsonObject;
}

/** One event of a watch. */
export interface ContractEvent {
  type: string;
  object: JsonObject;
}

/** How a case talks to the API server it runs against. */
export class ContractClient {
  readonly #fetch: Fetch;
  readonly #headers: Readonly<Record<string, string>>;
  /** A namespace of the case's own. */
  readonly namespace: string;

  constructor(fetch: Fetch, headers: Readonly<Record<string, string>>, namespace: string) {
    this.#fetch = fetch;
    this.#headers = headers;
    this.namespace = namespace;
  }

  /** `/api/v1/namespaces/…/pods/name`, for any resource. */
  path(plural: string, name = ''): string {
    const [resource = '', ...group] = plural.split('.');
    const root = groupRoots[group.join('.')];
    assert.ok(root, `the contract knows no group of ${plural}`);
    return `${root}/namespaces/${this.namespace}/${resource}${name ? `/${name}` : ''}`;
  }

  async send(method: string, path: string, body?: Json | string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const response = await this.#fetch(this.#request(method, path, body, headers));
    const text = await response.text();
    const value: Json = text.startsWith('{') ? parseJson(text) : { text };
    return { status: response.status, headers: response.headers, body: isObject(value) ? value : {} };
  }

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.send('GET', path, undefined, headers);
  }

  /** Creates an object of the case and expects that to work. */
  async create(plural: string, object: JsonObject): Promise<JsonObject> {
    const answer = await this.send('POST', this.path(plural), object);
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    return answer.body;
  }

  patch(path: string, type: 'json' | 'merge' | 'strategic', body: Json): Promise<Answer> {
    const contentType = { json: 'json-patch', merge: 'merge-patch', strategic: 'strategic-merge-patch' }[type];
    return this.send('PATCH', path, body, { 'content-type': `application/${contentType}+json` });
  }

  apply(path: string, manager: string, body: Json, options: { force?: boolean } = {}): Promise<Answer> {
    return this.send('PATCH', `${path}?fieldManager=${manager}&force=${options.force ?? false}`, body, {
      'content-type': 'application/apply-patch+yaml',
    });
  }

  /** Watches until enough events have come, or the watch ends. */
  async watch(path: string, count: number, headers: Readonly<Record<string, string>> = {}): Promise<ContractEvent[]> {
    const separator = path.includes('?') ? '&' : '?';
    const stop = AbortSignal.timeout(20_000);
    const response = await this.#fetch(this.#request('GET', `${path}${separator}watch=1`, undefined, headers, stop));
    assert.equal(response.status, 200);
    const events: ContractEvent[] = [];
    let rest = '';
    const decoder = new TextDecoder();
    assert.ok(response.body);
    const body: ReadableStream<Uint8Array> = response.body;
    for await (const chunk of body) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const event: Json = parseJson(line);
        if (isObject(event) && isObject(event['object'])) events.push({ type: String(event['type']), object: event['object'] });
      }
      if (events.length >= count) break;
    }
    return events.slice(0, count);
  }

  #request(
    method: string,
    path: string,
    body: Json | string | undefined,
    headers: Readonly<Record<string, string>>,
    signal?: AbortSignal,
  ): Request {
    return new Request(new URL(path, 'https://contract.invalid'), {
      method,
      headers: {
        accept: 'application/json',
        'user-agent': 'contract/1',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...this.#headers,
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
  }
}

const groupRoots: Readonly<Record<string, string>> = {
  '': '/api/v1',
  apps: '/apis/apps/v1',
  batch: '/apis/batch/v1',
  policy: '/apis/policy/v1',
  'coordination.k8s.io': '/apis/coordination.k8s.io/v1',
  'events.k8s.io': '/apis/events.k8s.io/v1',
  'contract.gse.cozystack.io': '/apis/contract.gse.cozystack.io/v1',
};

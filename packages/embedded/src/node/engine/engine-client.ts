import { Readable } from 'node:stream';
import { Agent, request, type Dispatcher } from 'undici';
import { errorMessage, NodeError } from '../errors.ts';

/** Largest JSON answer read from an engine. */
const maxJsonBytes = 16 * 1024 * 1024;

/** Where an engine listens: a unix socket's path, or `http://host:port`. */
export type EngineAddress = { socketPath: string } | { url: string };

export interface EngineRequest {
  method?: 'GET' | 'POST' | 'DELETE' | undefined;
  query?: Record<string, string> | undefined;
  body?: unknown;
  /** A body that is not JSON: a tar archive. */
  stream?: { body: Uint8Array | AsyncIterable<Uint8Array>; contentType: string } | undefined;
  signal: AbortSignal;
  /** How long the engine may be silent; absent for calls that answer when something has happened. */
  timeoutMs?: number | undefined;
}

/** The Docker Engine API over its socket. */
export class EngineClient {
  readonly #agent: Agent;
  readonly #base: string;

  /** `apiVersion` as the engine reports it; without one, requests go to the paths every version has. */
  constructor(address: EngineAddress, apiVersion?: string) {
    this.#agent = 'socketPath' in address ? new Agent({ connect: { socketPath: address.socketPath } }) : new Agent();
    const origin = 'socketPath' in address ? 'http://engine' : address.url.replace(/\/+$/, '');
    this.#base = apiVersion ? `${origin}/v${apiVersion}` : origin;
  }

  /** A call whose answer is JSON (or nothing). */
  async json(path: string, options: EngineRequest): Promise<unknown> {
    const body = await this.stream(path, options);
    const text = await readText(body);
    try {
      return JSON.parse(text === '' ? 'null' : text);
    } catch (cause) {
      throw new NodeError('GSE_ENGINE_API', `the container engine's answer to ${path} is not JSON`, { cause });
    }
  }

  /** A call whose answer is a stream; the caller reads it to its end or destroys it. */
  async stream(path: string, options: EngineRequest): Promise<Dispatcher.ResponseData['body']> {
    const url = new URL(this.#base + path);
    for (const [name, value] of Object.entries(options.query ?? {})) url.searchParams.set(name, value);
    const timeoutMs = options.timeoutMs ?? 0;
    const answer = await this.#send(url, options, timeoutMs).catch((cause: unknown) => {
      if (options.signal.aborted) throw options.signal.reason;
      throw new NodeError('GSE_ENGINE_UNREACHABLE', `the container engine does not answer: ${errorMessage(cause)}`, { cause });
    });
    // Cut off while nobody reads, the stream would throw at the whole process; whoever reads it sees the error all the same.
    answer.body.on('error', () => undefined);
    if (answer.statusCode < 400) return answer.body;
    throw new NodeError('GSE_ENGINE_API', messageOf(await readText(answer.body)), { status: answer.statusCode });
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  #send(url: URL, options: EngineRequest, timeoutMs: number): Promise<Dispatcher.ResponseData> {
    const json = options.body === undefined ? undefined : JSON.stringify(options.body);
    const contentType = options.stream?.contentType ?? (json === undefined ? undefined : 'application/json');
    return request(url, {
      dispatcher: this.#agent,
      method: options.method ?? 'GET',
      headers: contentType ? { 'content-type': contentType } : {},
      body: json ?? (options.stream ? toBody(options.stream.body) : null),
      signal: options.signal,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
    });
  }
}

function toBody(body: Uint8Array | AsyncIterable<Uint8Array>): Uint8Array | Readable {
  return body instanceof Uint8Array ? body : Readable.from(body);
}

async function readText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxJsonBytes) throw new NodeError('GSE_ENGINE_API', "the container engine's answer is too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** Engines put their error into `message`; proxies in front of them may not. */
function messageOf(text: string): string {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null && 'message' in parsed && typeof parsed.message === 'string') return parsed.message;
  } catch {
    // Not JSON: the text itself is all there is.
  }
  return text.slice(0, 500);
}

import type { Fetch } from './client.ts';

/** A request without the web's objects, which cost several times what sending it does. */
export interface PlainRequest {
  readonly method: string;
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | undefined;
  /** Ends the request, and the reading of its answer. */
  readonly signal: AbortSignal;
}

/** The bytes of an answer, as they come. */
export interface PlainBody {
  /** The next piece; undefined at the end. */
  read(): Promise<Uint8Array | undefined>;
  /** Nobody reads on; the connection is let go. */
  cancel(): void;
}

/** The answer to a {@link PlainRequest}. */
export interface PlainResponse {
  readonly status: number;
  header(name: string): string | undefined;
  /** All of them, one entry per line of the answer's head. */
  headers(): [name: string, value: string][];
  readonly body: PlainBody;
}

/** A transport without the web's objects. */
export type PlainFetch = (request: PlainRequest) => Promise<PlainResponse>;

/** The short way of a transport where it has one, otherwise the way over the web's objects. */
export function plainFetch(fetch: Fetch): PlainFetch {
  return fetch.plain ?? ((request) => throughWebObjects(fetch, request));
}

async function throughWebObjects(fetch: Fetch, { method, url, headers, body, signal }: PlainRequest): Promise<PlainResponse> {
  const response = await fetch(new Request(url, { method, headers: { ...headers }, signal, ...(body === undefined ? {} : { body }) }));
  const reader = (response.body as ReadableStream<Uint8Array> | null)?.getReader();
  return {
    status: response.status,
    header: (name) => response.headers.get(name) ?? undefined,
    headers: () => [...response.headers],
    body: {
      async read() {
        return (await reader?.read())?.value;
      },
      cancel() {
        reader?.cancel().catch(() => undefined);
      },
    },
  };
}

/** Answers that have no body by definition; the web's Response insists on it. */
const bodiless: ReadonlySet<number> = new Set([101, 204, 205, 304]);

/** The way over the web's objects, for whoever has only the short one. */
export async function throughPlain(plain: PlainFetch, request: Request): Promise<Response> {
  const { method, url, signal } = request;
  // The body is sent whole, with its length: requests are small, and a stream would be sent chunked.
  const sent = request.body ? new Uint8Array(await request.arrayBuffer()) : undefined;
  const answer = await plain({ method, url, headers: Object.fromEntries(request.headers), body: sent, signal });
  const head = { status: answer.status, headers: answer.headers() };
  if (bodiless.has(answer.status)) {
    await answer.body.read();
    return new Response(null, head);
  }
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        const piece = await answer.body.read();
        if (piece === undefined) controller.close();
        else controller.enqueue(piece as Uint8Array<ArrayBuffer>);
      },
      cancel: () => answer.body.cancel(),
    },
    { highWaterMark: 0 },
  );
  return new Response(body, head);
}

import type { CustomFetch } from 'openid-client';

/** Nothing an issuer has to say is longer. */
const MAX_BYTES = 512 * 1024;

/**
 * Asks the issuer. Where it is reached under another address from here than from browsers, the address is exchanged:
 * everything it says of itself stays as browsers know it.
 */
export function issuerFetch(options: {
  readonly issuer: string;
  readonly internalUrl?: string | undefined;
  readonly fetch: typeof fetch;
}): CustomFetch {
  const outside = withSlash(options.issuer);
  const inside = options.internalUrl === undefined ? outside : withSlash(options.internalUrl);
  return async (url, init) => {
    const address = url.startsWith(outside) ? `${inside}${url.slice(outside.length)}` : url;
    const { body, ...others } = init;
    const answer = await options.fetch(address, {
      ...others,
      redirect: 'manual',
      ...(body !== undefined && { body: body as NonNullable<RequestInit['body']> }),
    });
    return new Response(await bounded(answer), { status: answer.status, statusText: answer.statusText, headers: answer.headers });
  };
}

async function bounded({ body }: { readonly body: ReadableStream<Uint8Array> | null }): Promise<Uint8Array<ArrayBuffer> | null> {
  if (body === null) return null;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > MAX_BYTES) throw new TypeError('the issuer sent more than anything of it is long');
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

function withSlash(address: string): string {
  return address.endsWith('/') ? address : `${address}/`;
}

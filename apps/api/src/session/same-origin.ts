import type { FastifyRequest } from 'fastify';

/**
 * Whether a request that a browser may have sent by itself, cookie included, comes from our own pages. A browser always
 * says so on unsafe requests and on sockets; one that says nothing is not believed.
 */
export function isSameOrigin(request: FastifyRequest, publicOrigins: readonly string[]): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return false;
  const { origin } = request.headers;
  if (origin !== undefined) return isOurs(origin, request, publicOrigins);
  return site === 'same-origin';
}

/** Whether a browser of another site is behind this request; programs that send neither header are not. */
export function isForeign(request: FastifyRequest, publicOrigins: readonly string[]): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  const { origin } = request.headers;
  return origin !== undefined && !isOurs(origin, request, publicOrigins);
}

/** Also the host that was asked is ours: behind a proxy only that tells the name people use. */
function isOurs(origin: string, request: FastifyRequest, publicOrigins: readonly string[]): boolean {
  if (publicOrigins.includes(origin)) return true;
  const { host } = request.headers;
  return URL.canParse(origin) && host !== undefined && host !== '' && new URL(origin).host === host.toLowerCase();
}

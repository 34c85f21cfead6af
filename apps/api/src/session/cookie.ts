import type { FastifyReply, FastifyRequest } from 'fastify';
import { tokenTooLarge } from '../errors.ts';
import { packSession, unpackSession, type BrowserSession } from './packed-session.ts';
import type { Sealer } from './seal.ts';
import { HostCookie } from './sealed-cookie.ts';

/** How long a browser stays signed in. */
export const SESSION_MS = 7 * 24 * 3600_000;
/** What it is sealed for; opens nothing else. */
export const SESSION_PURPOSE = 'gse session v2';

/** Reads and writes the cookie of a session. */
export class SessionCookie {
  readonly #sealer: Sealer;
  readonly #cookie: HostCookie;

  constructor(sealer: Sealer, publicOrigins: () => readonly string[]) {
    this.#sealer = sealer;
    this.#cookie = new HostCookie({ name: 'gse_session', sameSite: 'strict', publicOrigins });
  }

  /** The session of the request, if there is one that holds. */
  read(request: FastifyRequest, nowMs: number): BrowserSession | undefined {
    const packed = this.#sealer.open(SESSION_PURPOSE, this.#cookie.read(request) ?? '');
    const session = packed && unpackSession(packed);
    return session !== undefined && session.expiresAt > nowMs ? session : undefined;
  }

  /** @throws ApiError when the token is longer than browsers keep */
  write(request: FastifyRequest, reply: FastifyReply, session: BrowserSession, nowMs: number): void {
    const sealed = this.#sealer.seal(SESSION_PURPOSE, packSession(session));
    if (!this.#cookie.write(request, reply, sealed, Math.max(1, Math.floor((session.expiresAt - nowMs) / 1000)))) throw tokenTooLarge();
  }

  clear(request: FastifyRequest, reply: FastifyReply): void {
    this.#cookie.clear(request, reply);
  }
}

import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SealedSession, Sealer } from './seal.ts';

const PLAIN_NAME = 'gse_session';
/** The prefix makes browsers refuse it from anywhere but this host over TLS. */
const TLS_NAME = '__Host-gse_session';

/** How long a browser stays signed in. */
export const SESSION_MS = 7 * 24 * 3600_000;

/** Reads and writes the cookie of a session. */
export class SessionCookie {
  readonly #sealer: Sealer;
  readonly #publicOrigins: () => readonly string[];

  constructor(sealer: Sealer, publicOrigins: () => readonly string[]) {
    this.#sealer = sealer;
    this.#publicOrigins = publicOrigins;
  }

  /** The session of the request, if there is one that holds. */
  read(request: FastifyRequest, nowMs: number): SealedSession | undefined {
    const sealed = request.cookies[this.#isTls(request) ? TLS_NAME : PLAIN_NAME];
    return sealed === undefined ? undefined : this.#sealer.open(sealed, nowMs);
  }

  write(request: FastifyRequest, reply: FastifyReply, session: SealedSession): void {
    const isTls = this.#isTls(request);
    void reply.setCookie(isTls ? TLS_NAME : PLAIN_NAME, this.#sealer.seal(session), {
      path: '/',
      httpOnly: true,
      sameSite: 'strict',
      secure: isTls,
      maxAge: Math.floor(SESSION_MS / 1000),
    });
  }

  clear(request: FastifyRequest, reply: FastifyReply): void {
    const isTls = this.#isTls(request);
    void reply.clearCookie(isTls ? TLS_NAME : PLAIN_NAME, { path: '/', httpOnly: true, sameSite: 'strict', secure: isTls });
  }

  /** A proxy before us may have ended TLS; then our public address says so. */
  #isTls(request: FastifyRequest): boolean {
    return request.protocol === 'https' || this.#publicOrigins().includes(`https://${request.headers.host ?? ''}`);
  }
}

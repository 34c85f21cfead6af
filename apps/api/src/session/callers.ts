import { createHash } from 'node:crypto';
import type { Clock, KubeClient } from '@gse/kube';
import type { FastifyRequest } from 'fastify';
import { ApiError, unauthorized } from '../errors.ts';
import type { FailedAttempts } from './attempts.ts';
import type { SessionCookie } from './cookie.ts';
import { isForeign, isSameOrigin } from './same-origin.ts';

/** The way somebody came in. */
export type Door = 'browser' | 'api';

/** Whoever sent a request, as authenticated. */
export interface Caller {
  readonly user: string;
  readonly door: Door;
  readonly token: string;
  /** Tells callers apart without holding the token. */
  readonly id: string;
  /** Acts as the caller. */
  readonly kube: KubeClient;
}

export interface CallersOptions {
  readonly authenticate: (token: string) => Promise<{ readonly user: string } | undefined>;
  readonly kube: (token: string) => KubeClient;
  readonly cookie: SessionCookie;
  readonly attempts: FailedAttempts;
  readonly publicOrigins: () => readonly string[];
  readonly clock: Clock;
}

/** A token that was good is taken for good for so long; it bounds how long a withdrawn one still opens doors here. */
const TRUST_MS = 10_000;
const MAX_TRUSTED = 2000;
const MAX_TOKEN_LENGTH = 16 * 1024;
const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Tells who sends a request. */
export class Callers {
  readonly #options: CallersOptions;
  readonly #trusted = new Map<string, { readonly user: string; readonly until: number }>();

  constructor(options: CallersOptions) {
    this.#options = options;
  }

  /**
   * The caller of a request, by bearer token or by cookie.
   * @throws ApiError when there is none, or when a browser of another site sent the request.
   */
  async require(request: FastifyRequest): Promise<Caller> {
    const { cookie, clock, publicOrigins } = this.#options;
    const { authorization } = request.headers;
    if (authorization !== undefined) {
      const token = /^Bearer +([\x21-\x7e]+) *$/i.exec(authorization)?.[1];
      if (token === undefined) throw unauthorized('Send the token as "Authorization: Bearer …".');
      if (isForeign(request, publicOrigins())) throw crossSite();
      return await this.#callerOf(token, 'api', request.ip);
    }
    const session = cookie.read(request, clock.now());
    if (session === undefined) throw unauthorized();
    const needsProof = !SAFE_METHODS.has(request.method) || request.ws;
    if (needsProof && !isSameOrigin(request, publicOrigins())) throw crossSite();
    return await this.#callerOf(session.token, 'browser', request.ip);
  }

  /** As `require`, but answers undefined for somebody who is not signed in. */
  async find(request: FastifyRequest): Promise<Caller | undefined> {
    try {
      return await this.require(request);
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return undefined;
      throw error;
    }
  }

  /** The user of a token, for signing in. Failures are counted against the address. */
  async userOf(token: string, address: string): Promise<string | undefined> {
    const { authenticate, attempts, clock } = this.#options;
    if (token === '' || token.length > MAX_TOKEN_LENGTH) return undefined;
    const id = idOf(token);
    const trusted = this.#trusted.get(id);
    if (trusted !== undefined && trusted.until > clock.now()) return trusted.user;
    const waitSeconds = attempts.waitSeconds(address);
    if (waitSeconds > 0)
      throw new ApiError(429, 'TooManyAttempts', `Too many failed sign-ins from this address. Try again in ${waitSeconds} seconds.`, {
        retryAfterSeconds: waitSeconds,
      });
    const found = await authenticate(token);
    if (found === undefined) {
      this.#trusted.delete(id);
      attempts.note(address);
      return undefined;
    }
    this.#trust(id, found.user);
    return found.user;
  }

  async #callerOf(token: string, door: Door, address: string): Promise<Caller> {
    const user = await this.userOf(token, address);
    if (user === undefined) throw unauthorized('The token is not valid, or not any more.');
    return { user, door, token, id: idOf(token), kube: this.#options.kube(token) };
  }

  #trust(id: string, user: string): void {
    const now = this.#options.clock.now();
    if (this.#trusted.size >= MAX_TRUSTED)
      for (const [key, { until }] of this.#trusted) if (until <= now || this.#trusted.size >= MAX_TRUSTED) this.#trusted.delete(key);
    this.#trusted.set(id, { user, until: now + TRUST_MS });
  }
}

/** The caller of a request that has been through the door. */
export function callerOf(request: { readonly caller: Caller | null }): Caller {
  if (request.caller === null) throw unauthorized();
  return request.caller;
}

function crossSite(): ApiError {
  return new ApiError(
    403,
    'CrossSite',
    'The request came from a page of another site. Use the pages of this server, or a program with a token.',
  );
}

function idOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who sent it; null where nobody has to be signed in. */
    caller: Caller | null;
  }
}

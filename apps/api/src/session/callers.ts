import { createHash } from 'node:crypto';
import type { Clock, KubeClient, Log } from '@gse/kube';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiError, tokenTooLarge, unauthorized } from '../errors.ts';
import type { FailedAttempts } from './attempts.ts';
import type { SessionCookie } from './cookie.ts';
import type { Renewals } from './oidc/renewals.ts';
import type { SessionRenewal } from './packed-session.ts';
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
  /** Present where the sign-in outlives its token: the browser gets the next one with one of its next requests. */
  readonly renewal?: Pick<SessionRenewal, 'at' | 'tokenEndsAt'>;
}

export interface CallersOptions {
  readonly authenticate: (token: string) => Promise<{ readonly user: string } | undefined>;
  readonly kube: (token: string) => KubeClient;
  readonly cookie: SessionCookie;
  readonly renewals: Renewals;
  readonly attempts: FailedAttempts;
  readonly publicOrigins: () => readonly string[];
  readonly clock: Clock;
  readonly log: Log;
}

/** A token that was good is taken for good for so long; it bounds how long a withdrawn one still opens doors here. */
const TRUST_MS = 10_000;
/** And is known for so long: asked about again, but not taken for a guess. */
const KNOWN_MS = 15 * 60_000;
const MAX_TRUSTED = 10_000;
const MAX_TOKEN_LENGTH = 16 * 1024;
const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Tells who sends a request. */
export class Callers {
  readonly #options: CallersOptions;
  readonly #trusted = new Map<string, { readonly user: string; readonly until: number; readonly knownUntil: number }>();
  /** Questions under way: a page sends many requests at once, and one answer is enough for all. */
  readonly #asking = new Map<string, Promise<string | undefined>>();

  constructor(options: CallersOptions) {
    this.#options = options;
  }

  /**
   * The caller of a request, by bearer token or by cookie. A session whose token has lived most of its life goes on with
   * the next one; its cookie goes along with the reply.
   * @throws ApiError when there is none, or when a browser of another site sent the request.
   */
  async require(request: FastifyRequest, reply: FastifyReply): Promise<Caller> {
    const { publicOrigins } = this.#options;
    const { authorization } = request.headers;
    if (authorization !== undefined) {
      const token = /^Bearer +([\x21-\x7e]+) *$/i.exec(authorization)?.[1];
      if (token === undefined) throw unauthorized('Send the token as "Authorization: Bearer …".');
      if (isForeign(request, publicOrigins())) throw crossSite();
      return await this.#callerOf(token, 'api', request);
    }
    const { cookie, clock, renewals } = this.#options;
    const session = cookie.read(request, clock.now());
    if (session === undefined) throw unauthorized();
    const needsProof = !SAFE_METHODS.has(request.method) || request.ws;
    if (needsProof && !isSameOrigin(request, publicOrigins())) throw crossSite();
    // The answer to an upgrade carries no cookies, so a next token would be lost with it.
    const kept = request.ws ? renewals.asItIs(session) : await renewals.keep(session);
    if (kept === undefined) throw unauthorized('The sign-in has ended. Sign in again.');
    if (kept !== session) cookie.write(request, reply, kept, clock.now());
    const caller = await this.#callerOf(kept.token, 'browser', request);
    return kept.renewal === undefined ? caller : { ...caller, renewal: kept.renewal };
  }

  /** As `require`, but answers undefined for somebody who is not signed in. */
  async find(request: FastifyRequest, reply: FastifyReply): Promise<Caller | undefined> {
    try {
      return await this.require(request, reply);
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return undefined;
      throw error;
    }
  }

  /** The user of a token, as the cluster says. Failures are counted against the address. */
  async userOf(token: string, address: string): Promise<string | undefined> {
    const { attempts, clock } = this.#options;
    if (token === '') return undefined;
    if (token.length > MAX_TOKEN_LENGTH) throw tokenTooLarge();
    const id = idOf(token);
    const trusted = this.#trusted.get(id);
    if (trusted !== undefined && trusted.until > clock.now()) return trusted.user;
    // Others behind the same address may be guessing; that keeps nobody out who is in.
    if (trusted === undefined || trusted.knownUntil <= clock.now()) attempts.check(address);
    const asking = this.#asking.get(id) ?? this.#ask(id, token);
    const user = await asking;
    if (user === undefined) attempts.note(address);
    return user;
  }

  async #ask(id: string, token: string): Promise<string | undefined> {
    const asking = this.#options.authenticate(token).then((found) => found?.user);
    this.#asking.set(id, asking);
    try {
      const user = await asking;
      if (user === undefined) this.#trusted.delete(id);
      else this.#trust(id, user);
      return user;
    } finally {
      this.#asking.delete(id);
    }
  }

  async #callerOf(token: string, door: Door, request: FastifyRequest): Promise<Caller> {
    const user = await this.userOf(token, request.ip);
    if (user === undefined) {
      this.#options.log.warn({ address: request.ip, door, requestId: request.id }, 'A token was refused');
      throw unauthorized('The token is not valid, or not any more.');
    }
    return { user, door, token, id: idOf(token), kube: this.#options.kube(token) };
  }

  #trust(id: string, user: string): void {
    const now = this.#options.clock.now();
    if (this.#trusted.size >= MAX_TRUSTED)
      for (const [key, { knownUntil }] of this.#trusted)
        if (knownUntil <= now || this.#trusted.size >= MAX_TRUSTED) this.#trusted.delete(key);
    this.#trusted.set(id, { user, until: now + TRUST_MS, knownUntil: now + KNOWN_MS });
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

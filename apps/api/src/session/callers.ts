import { createHash } from 'node:crypto';
import type { Clock, KubeClient, Log } from '@gse/kube';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiError, tokenTooLarge, unauthorized } from '../errors.ts';
import { allowanceOf, limitedAddress } from './allowance.ts';
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
const MAX_REMEMBERED = 10_000;
const MAX_TOKEN_LENGTH = 16 * 1024;
const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Tells who sends a request. */
export class Callers {
  readonly #options: CallersOptions;
  readonly #trusted = new Map<string, { readonly user: string; readonly until: number; readonly knownUntil: number }>();
  /** Questions under way: a page sends many requests at once, and one answer is enough for all. */
  readonly #asking = new Map<string, Promise<string | undefined>>();
  /** Tokens of sessions that were good when the session was sealed and are no more, with the time until when that is remembered. */
  readonly #withdrawn = new Map<string, number>();

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
    if (request.headers.authorization !== undefined) {
      const token = bearerOf(request);
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

  /**
   * Whose allowance a request uses up, as far as that is known before anybody is asked: a caller's, where the token was good
   * a while ago or stands in a session of ours, so that nobody else behind the same address can use it up; otherwise the address's.
   */
  allowance(request: FastifyRequest): string {
    const { cookie, clock, renewals } = this.#options;
    const now = clock.now();
    const bearer = bearerOf(request);
    const session = request.headers.authorization === undefined ? cookie.read(request, now) : undefined;
    const token = bearer ?? session?.token;
    if (token !== undefined) {
      const id = idOf(token);
      const known = this.#known(id, now);
      if (known !== undefined) return allowanceOf(known.user);
      if (session !== undefined && renewals.asItIs(session) !== undefined && !this.#isWithdrawn(id, now)) return `session ${id}`;
    }
    return `address ${limitedAddress(request.ip)}`;
  }

  /**
   * The user of a token, as the cluster says. Failures are counted against the address, and too many of them keep tokens out
   * that nobody knows yet.
   * @param door `browser`: the token stands in a session of ours, which was sealed when it was good
   */
  async userOf(token: string, address: string, door: Door = 'api'): Promise<string | undefined> {
    if (token === '') return undefined;
    if (token.length > MAX_TOKEN_LENGTH) throw tokenTooLarge();
    const id = idOf(token);
    const now = this.#options.clock.now();
    const known = this.#known(id, now);
    if (known !== undefined && known.until > now) return known.user;
    const underWay = this.#asking.get(id);
    if (underWay !== undefined) return await underWay;
    // Others behind the same address may be guessing; that keeps nobody out who is in.
    const isOfSession = door === 'browser' && !this.#isWithdrawn(id, now);
    const asking = this.#ask(id, token, address, { isOfSession, isGuess: known === undefined && !isOfSession });
    this.#asking.set(id, asking);
    try {
      return await asking;
    } finally {
      this.#asking.delete(id);
    }
  }

  async #ask(
    id: string,
    token: string,
    address: string,
    { isOfSession, isGuess }: { readonly isOfSession: boolean; readonly isGuess: boolean },
  ): Promise<string | undefined> {
    const { attempts, authenticate } = this.#options;
    // Taken before the cluster is asked: guesses that come all at once are counted, too.
    const attempt = isGuess ? await attempts.begin(address) : undefined;
    let isFailure = false;
    try {
      const user = (await authenticate(token))?.user;
      isFailure = user === undefined;
      if (user !== undefined) this.#trust(id, user);
      else {
        this.#trusted.delete(id);
        if (isOfSession) this.#withdraw(id);
        if (attempt === undefined) attempts.note(address);
      }
      return user;
    } finally {
      attempt?.end(isFailure);
    }
  }

  /** What is known of a token that was good a while ago. */
  #known(id: string, now: number): { readonly user: string; readonly until: number } | undefined {
    const found = this.#trusted.get(id);
    return found !== undefined && found.knownUntil > now ? found : undefined;
  }

  #isWithdrawn(id: string, now: number): boolean {
    return (this.#withdrawn.get(id) ?? 0) > now;
  }

  async #callerOf(token: string, door: Door, request: FastifyRequest): Promise<Caller> {
    const user = await this.userOf(token, request.ip, door);
    if (user === undefined) {
      this.#options.log.warn({ address: request.ip, door, requestId: request.id }, 'A token was refused');
      throw unauthorized('The token is not valid, or not any more.');
    }
    return { user, door, token, id: idOf(token), kube: this.#options.kube(token) };
  }

  #trust(id: string, user: string): void {
    const now = this.#options.clock.now();
    makeRoom(this.#trusted, ({ knownUntil }) => knownUntil <= now);
    this.#trusted.set(id, { user, until: now + TRUST_MS, knownUntil: now + KNOWN_MS });
  }

  #withdraw(id: string): void {
    const now = this.#options.clock.now();
    makeRoom(this.#withdrawn, (until) => until <= now);
    this.#withdrawn.set(id, now + KNOWN_MS);
  }
}

/** Of a full map what is over goes first, then what is oldest. */
function makeRoom<Value>(map: Map<string, Value>, isOver: (value: Value) => boolean): void {
  if (map.size < MAX_REMEMBERED) return;
  for (const [key, value] of map) if (isOver(value) || map.size >= MAX_REMEMBERED) map.delete(key);
}

/** The caller of a request that has been through the door. */
export function callerOf(request: { readonly caller: Caller | null }): Caller {
  if (request.caller === null) throw unauthorized();
  return request.caller;
}

function bearerOf({ headers: { authorization } }: FastifyRequest): string | undefined {
  return /^Bearer +([\x21-\x7e]+) *$/i.exec(authorization ?? '')?.[1];
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

import { createHash } from 'node:crypto';
import type { Clock, Log } from '@gse/kube';
import type { BrowserSession } from '../packed-session.ts';
import { SignInError } from './errors.ts';
import type { Grant, Issuer } from './issuer.ts';

/** What is given for a refresh token is remembered for requests that were under way with the old cookie. */
const REMEMBER_MS = 60_000;
/** An issuer that refuses a refresh token is not asked the same again right away. */
const REFUSED_MS = 20_000;
const MAX_REMEMBERED = 5_000;
/** A token is renewed when this much of its life is over. */
const WORN = 0.75;

interface Remembered {
  readonly outcome: Promise<BrowserSession | undefined>;
  until: number;
}

/**
 * Keeps sessions going: when a token has lived most of its life, the next one is fetched. A browser sends many requests at
 * once, and issuers may take a refresh token once only, so all of them share one renewal. A second replica may lose such
 * a race; then the token in the cookie is good for a while yet, and the browser has the new cookie by the next request.
 */
export class Renewals {
  readonly #issuer: Issuer | undefined;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #remembered = new Map<string, Remembered>();

  constructor(issuer: Issuer | undefined, clock: Clock, log: Log) {
    this.#issuer = issuer;
    this.#clock = clock;
    this.#log = log;
  }

  /**
   * The session to go on with: the same, or one with the next token.
   * @returns undefined when it is over
   * @throws SignInError `unavailable` when it can only go on once the issuer answers again
   */
  async keep(session: BrowserSession): Promise<BrowserSession | undefined> {
    const { renewal } = session;
    if (renewal === undefined || renewal.at > this.#clock.now()) return session;
    const old = this.asItIs(session);
    if (renewal.refreshToken === undefined || this.#issuer === undefined) return old;
    try {
      return (await this.#renew(this.#issuer, session, renewal.refreshToken)) ?? old;
    } catch (error) {
      if (old !== undefined) return old;
      throw error;
    }
  }

  /** The session while its token lives; nobody is asked. */
  asItIs(session: BrowserSession): BrowserSession | undefined {
    return session.renewal === undefined || session.renewal.tokenEndsAt > this.#clock.now() ? session : undefined;
  }

  async #renew(issuer: Issuer, session: BrowserSession, refreshToken: string): Promise<BrowserSession | undefined> {
    const key = createHash('sha256').update(refreshToken).digest('base64');
    const now = this.#clock.now();
    const known = this.#remembered.get(key);
    if (known !== undefined && known.until > now) return await known.outcome;
    this.#makeRoom(now);
    const remembered: Remembered = { outcome: this.#ask(issuer, session, refreshToken), until: now + REMEMBER_MS };
    this.#remembered.set(key, remembered);
    remembered.outcome.then(
      (outcome) => {
        if (outcome === undefined) remembered.until = this.#clock.now() + REFUSED_MS;
      },
      () => this.#remembered.delete(key),
    );
    return await remembered.outcome;
  }

  async #ask(issuer: Issuer, session: BrowserSession, refreshToken: string): Promise<BrowserSession | undefined> {
    try {
      const grant = await issuer.renew(refreshToken, session.renewal?.subject ?? '');
      return sessionOf(grant, session.expiresAt, this.#clock.now());
    } catch (error) {
      if (error instanceof SignInError && error.trouble === 'unavailable') throw error;
      this.#log.info({ err: error instanceof Error ? (error.cause ?? error) : error }, 'A sign-in was not renewed');
      return undefined;
    }
  }

  #makeRoom(now: number): void {
    if (this.#remembered.size < MAX_REMEMBERED) return;
    for (const [key, { until }] of this.#remembered)
      if (until <= now || this.#remembered.size >= MAX_REMEMBERED) this.#remembered.delete(key);
  }
}

/** The session that a grant makes. */
export function sessionOf(grant: Grant, expiresAt: number, nowMs: number): BrowserSession {
  const { token, refreshToken, subject, tokenEndsAt } = grant;
  return {
    token,
    expiresAt,
    renewal: {
      at: Math.floor(nowMs + (tokenEndsAt - nowMs) * WORN),
      tokenEndsAt,
      subject,
      ...(refreshToken !== undefined && { refreshToken }),
    },
  };
}

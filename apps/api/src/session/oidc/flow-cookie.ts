import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Sealer } from '../seal.ts';
import { HostCookie } from '../sealed-cookie.ts';

const flowSchema = z.strictObject({
  state: z.string().min(1),
  nonce: z.string().min(1),
  verifier: z.string().min(1),
  returnTo: z.string(),
  expiresAt: z.int(),
});
/** A sign-in that has begun in this browser and will come back from the issuer. */
export type Flow = z.output<typeof flowSchema>;

/** How long a person may take at the issuer. */
const FLOW_MS = 15 * 60_000;
const PURPOSE = 'gse sign-in v1';
const NAME = 'gse_signin_';
/** Tabs in which one browser may be signing in at once; more are forgotten, so that cookies cannot pile up. */
const MAX_FLOWS = 5;

/**
 * Keeps what belongs to a sign-in in the browser that began it, sealed, a cookie for each. They come along when the issuer
 * sends the browser back, which is a request from another site, so they are Lax.
 */
export class FlowCookies {
  readonly #sealer: Sealer;
  readonly #publicOrigins: () => readonly string[];

  constructor(sealer: Sealer, publicOrigins: () => readonly string[]) {
    this.#sealer = sealer;
    this.#publicOrigins = publicOrigins;
  }

  write(request: FastifyRequest, reply: FastifyReply, flow: Omit<Flow, 'expiresAt'>, nowMs: number): void {
    const kept = Object.keys(request.cookies).filter((name) => name.replace('__Host-', '').startsWith(NAME));
    if (kept.length >= MAX_FLOWS)
      for (const name of kept) this.#cookieOf(name.slice(name.indexOf(NAME) + NAME.length)).clear(request, reply);
    const sealed = this.#sealer.seal(PURPOSE, Buffer.from(JSON.stringify({ ...flow, expiresAt: nowMs + FLOW_MS })));
    this.#cookieOf(idOf(flow.state)).write(request, reply, sealed, FLOW_MS / 1000);
  }

  /** The sign-in with this state, once: its cookie is taken away. */
  take(request: FastifyRequest, reply: FastifyReply, state: string, nowMs: number): Flow | undefined {
    const cookie = this.#cookieOf(idOf(state));
    const sealed = cookie.read(request);
    if (sealed === undefined) return undefined;
    cookie.clear(request, reply);
    const plain = this.#sealer.open(PURPOSE, sealed);
    const flow = plain && flowSchema.safeParse(JSON.parse(plain.toString('utf8'))).data;
    return flow !== undefined && flow.state === state && flow.expiresAt > nowMs ? flow : undefined;
  }

  #cookieOf(id: string): HostCookie {
    return new HostCookie({ name: `${NAME}${id}`, sameSite: 'lax', publicOrigins: this.#publicOrigins });
  }
}

/** Enough of the state to tell tabs apart. */
function idOf(state: string): string {
  return state.replaceAll(/[^A-Za-z0-9]/g, '').slice(0, 10) || 'none';
}

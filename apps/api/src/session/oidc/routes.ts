import type { Clock, Log } from '@gse/kube';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import type { App } from '../../http/app.ts';
import { answers } from '../../http/error-schema.ts';
import type { Recorder } from '../../activity/recorder.ts';
import type { Pages } from '../../ui/bundle.ts';
import type { FailedAttempts } from '../attempts.ts';
import type { Callers } from '../callers.ts';
import { SESSION_MS, type SessionCookie } from '../cookie.ts';
import type { Sealer } from '../seal.ts';
import { SignInError } from './errors.ts';
import { FlowCookies } from './flow-cookie.ts';
import type { Grant, Issuer } from './issuer.ts';
import { sessionOf } from './renewals.ts';
import { ownPage } from './return-to.ts';

export interface OidcRoutesOptions {
  readonly issuer: Issuer | undefined;
  readonly sealer: Sealer;
  readonly callers: Callers;
  readonly cookie: SessionCookie;
  readonly attempts: FailedAttempts;
  readonly recorder: Recorder;
  readonly publicOrigins: () => readonly string[];
  readonly pages: Pages | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** Failures that may be somebody's guessing. A token that the cluster refuses is counted where it is asked about. */
const COUNTED: ReadonlySet<string> = new Set(['denied', 'expired', 'rejected']);

/** Signing a browser in at the issuer of the platform. */
export function oidcRoutes(app: App, options: OidcRoutesOptions): void {
  const { callers, cookie, attempts, recorder, clock, log, pages } = options;
  const flows = new FlowCookies(options.sealer, options.publicOrigins);
  const none = new ApiError(404, 'NoSignInService', 'Nobody signs in with a sign-in service here. Use a token.');

  /** A person sees the page with the reason and the way to begin again; a program gets the error. */
  function refuse(request: FastifyRequest, reply: FastifyReply, error: unknown): FastifyReply {
    const trouble =
      error instanceof SignInError ? error.trouble : error instanceof ApiError && error.status === 429 ? 'slow' : 'unavailable';
    const code = error instanceof ApiError ? error.code : trouble;
    const err: unknown = error instanceof ApiError ? error.cause : error;
    log.warn({ address: request.ip, door: 'browser', code, requestId: request.id, ...(err !== undefined && { err }) }, 'A sign-in failed');
    if (pages?.isWanted(request) !== true) throw error;
    return reply.code(303).header('location', `/?sign-in=${trouble}`).send(null);
  }

  /** What the issuer gives for what a browser has brought back. Guesses count against the address. */
  async function finish(
    issuer: Issuer,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<{ readonly grant: Grant; readonly returnTo: string }> {
    const attempt = await attempts.begin(request.ip);
    let isFailure = false;
    try {
      const query = new URL(request.url, 'http://own.invalid').searchParams;
      const flow = flows.take(request, reply, query.get('state') ?? '', clock.now());
      if (flow === undefined) throw new SignInError('expired');
      return { grant: await issuer.finish(query, flow), returnTo: flow.returnTo };
    } catch (error) {
      isFailure = error instanceof SignInError && COUNTED.has(error.trouble);
      throw error;
    } finally {
      attempt.end(isFailure);
    }
  }

  app.get(
    '/sign-in/start',
    {
      exposeHeadRoute: false,
      schema: {
        tags: ['session'],
        operationId: 'startSignIn',
        summary: 'Sign a browser in at the sign-in service',
        description: 'Leads there; it leads back. For browsers: programs send a token with each request instead.',
        security: [],
        querystring: z.object({
          'return-to': z.string().max(2_000).optional().meta({ description: 'Page to come back to; one of ours, or the first page.' }),
        }),
        response: answers({ 303: z.null().meta({ description: 'Go to the sign-in service.' }) }),
      },
    },
    async (request, reply) => {
      if (options.issuer === undefined) throw none;
      try {
        const { address, challenge } = await options.issuer.begin();
        flows.write(request, reply, { ...challenge, returnTo: ownPage(request.query['return-to']) }, clock.now());
        return await reply.code(303).header('location', address).send(null);
      } catch (error) {
        return refuse(request, reply, error);
      }
    },
  );

  app.get(
    '/sign-in/callback',
    {
      exposeHeadRoute: false,
      // What an issuer sends along is its own affair; only what is known is used.
      schema: {
        tags: ['session'],
        operationId: 'finishSignIn',
        summary: 'Where the sign-in service sends a browser back to',
        security: [],
        response: answers({ 303: z.null().meta({ description: 'Signed in; go back to the page.' }) }),
      },
    },
    async (request, reply) => {
      if (options.issuer === undefined) throw none;
      try {
        const { grant, returnTo } = await finish(options.issuer, request, reply);
        const user = await callers.userOf(grant.token, request.ip);
        if (user === undefined) throw new SignInError('unknown');
        const now = clock.now();
        cookie.write(request, reply, sessionOf(grant, now + SESSION_MS, now), now);
        recorder.session({ user, door: 'browser' }, 'SignedIn', 'signed a browser in at the sign-in service');
        return await reply.code(303).header('location', returnTo).send(null);
      } catch (error) {
        return refuse(request, reply, error);
      }
    },
  );
}

import type { Clock, Log } from '@gse/kube';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiError, unauthorized } from '../errors.ts';
import type { App } from '../http/app.ts';
import { answers } from '../http/error-schema.ts';
import type { Recorder } from '../activity/recorder.ts';
import type { FailedAttempts } from './attempts.ts';
import type { Callers } from './callers.ts';
import { SESSION_MS, type SessionCookie } from './cookie.ts';
import type { Issuer } from './oidc/issuer.ts';
import type { OneTimeCodes } from './one-time-codes.ts';
import { isForeign } from './same-origin.ts';
import type { Pages } from '../ui/bundle.ts';

/** Who is signed in. */
export const sessionSchema = z
  .object({
    user: z.string().meta({ description: 'Who is signed in.' }),
    expiresAt: z.string().optional().meta({ description: 'When the browser has to sign in again; absent with a bearer token.' }),
  })
  .meta({ description: 'The session of the caller.' });

const tokenSchema = z
  .string()
  .min(1)
  .max(16 * 1024);

/** What signs a browser in. */
export const signInSchema = z
  .object({ token: tokenSchema.meta({ description: 'A Kubernetes token.', format: 'password' }) })
  .meta({ description: 'What signs a browser in.' });

/** The ways to sign a browser in. */
export const signInWaysSchema = z
  .object({
    service: z
      .object({
        host: z.string().meta({ description: 'Host of the sign-in service.' }),
        start: z.string().meta({ description: 'Address to send the browser to; takes `return-to`.' }),
      })
      .optional()
      .meta({ description: 'The sign-in service of the platform, where there is one.' }),
  })
  .meta({ description: 'The ways to sign a browser in. A token always is one.' });

/** Where a browser goes after signing out here. */
export const signedOutSchema = z
  .object({ goTo: z.string().meta({ description: 'Address at the sign-in service at which one signs out there, too.' }) })
  .meta({ description: 'Signed out here; the sign-in service is left to do.' });

export interface SessionRoutesOptions {
  readonly recorder: Recorder;
  readonly callers: Callers;
  readonly cookie: SessionCookie;
  readonly attempts: FailedAttempts;
  readonly signIn: OneTimeCodes | undefined;
  readonly issuer: Issuer | undefined;
  readonly publicOrigins: () => readonly string[];
  readonly clock: Clock;
  readonly log: Log;
  readonly pages: Pages | undefined;
}

/** Signing a browser in and out. The token goes into a sealed cookie and is never shown again. */
export function sessionRoutes(app: App, options: SessionRoutesOptions): void {
  const { recorder, callers, cookie, attempts, signIn, issuer, clock, log, publicOrigins, pages } = options;

  async function open(request: FastifyRequest, reply: FastifyReply, token: string, how = ''): Promise<z.output<typeof sessionSchema>> {
    const user = await callers.userOf(token, request.ip);
    if (user === undefined) {
      log.warn({ address: request.ip, door: 'browser', requestId: request.id }, 'A sign-in failed');
      throw unauthorized('The token is not valid.');
    }
    const now = clock.now();
    const expiresAt = now + SESSION_MS;
    cookie.write(request, reply, { token, expiresAt }, now);
    recorder.session({ user, door: 'browser' }, 'SignedIn', `signed a browser in${how}`);
    return { user, expiresAt: new Date(expiresAt).toISOString() };
  }

  /** Signing somebody else's browser in as oneself is an attack, too. */
  function refuseForeign(request: FastifyRequest): void {
    if (isForeign(request, publicOrigins())) throw new ApiError(403, 'CrossSite', 'The request came from a page of another site.');
  }

  app.get(
    '/api/sign-in',
    {
      schema: {
        tags: ['session'],
        operationId: 'getSignInWays',
        summary: 'How a browser can sign in',
        security: [],
        response: answers({ 200: signInWaysSchema }),
      },
    },
    async () => (issuer === undefined ? {} : { service: { host: issuer.host, start: '/sign-in/start' } }),
  );

  app.post(
    '/api/session',
    {
      schema: {
        tags: ['session'],
        operationId: 'signIn',
        summary: 'Sign a browser in',
        security: [],
        body: signInSchema,
        response: answers({ 200: sessionSchema }),
      },
    },
    async (request, reply) => {
      refuseForeign(request);
      return await open(request, reply, request.body.token);
    },
  );

  app.get(
    '/api/session',
    {
      schema: { tags: ['session'], operationId: 'getSession', summary: 'Who is signed in', response: answers({ 200: sessionSchema }) },
    },
    async (request, reply) => {
      const { user, door } = await callers.require(request, reply);
      const session = door === 'browser' ? cookie.read(request, clock.now()) : undefined;
      return { user, ...(session && { expiresAt: new Date(session.expiresAt).toISOString() }) };
    },
  );

  app.delete(
    '/api/session',
    {
      schema: {
        tags: ['session'],
        operationId: 'signOut',
        summary: 'Sign the browser out',
        security: [],
        response: answers({ 200: signedOutSchema, 204: z.null().meta({ description: 'Signed out.' }) }),
      },
    },
    async (request, reply) => {
      refuseForeign(request);
      const session = cookie.read(request, clock.now());
      const caller = await callers.find(request, reply).catch(() => undefined);
      if (caller?.door === 'browser') recorder.session(caller, 'SignedOut', 'signed a browser out');
      cookie.clear(request, reply);
      const goTo = session?.renewal === undefined ? undefined : await issuer?.end(session.renewal.refreshToken);
      return goTo === undefined ? reply.code(204).send(null) : reply.code(200).send({ goTo });
    },
  );

  app.get(
    '/sign-in/:code',
    {
      exposeHeadRoute: false, // asking for the head would spend the code
      schema: {
        tags: ['session'],
        operationId: 'redeemCode',
        summary: 'Sign a browser in with a one-time code',
        security: [],
        description: 'For the link that is printed at the start: works once and for ten minutes. Leads to the first page.',
        params: z.object({ code: z.string().max(200) }),
        response: answers({ 303: z.null().meta({ description: 'Signed in; go to the first page.' }) }),
      },
    },
    async (request, reply) => {
      attempts.check(request.ip);
      const token = signIn?.redeem(request.params.code);
      if (token === undefined) {
        attempts.note(request.ip);
        // The page says the same in its own words, beside the form for the token.
        if (pages?.isWanted(request) === true) return pages.send(reply, 410);
        throw new ApiError(
          410,
          'CodeSpent',
          'This link has been used or is older than ten minutes. Sign in with the token, or start again for a new link.',
        );
      }
      await open(request, reply, token, ' by link');
      return reply.code(303).header('location', '/').send(null);
    },
  );
}

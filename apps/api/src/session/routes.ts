import type { Clock } from '@gse/kube';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiError, unauthorized } from '../errors.ts';
import type { App } from '../http/app.ts';
import { answers } from '../http/error-schema.ts';
import type { Recorder } from '../activity/recorder.ts';
import type { FailedAttempts } from './attempts.ts';
import type { Callers } from './callers.ts';
import { SESSION_MS, type SessionCookie } from './cookie.ts';
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

export interface SessionRoutesOptions {
  readonly recorder: Recorder;
  readonly callers: Callers;
  readonly cookie: SessionCookie;
  readonly attempts: FailedAttempts;
  readonly signIn: OneTimeCodes | undefined;
  readonly publicOrigins: () => readonly string[];
  readonly clock: Clock;
  readonly pages: Pages | undefined;
}

/** Signing a browser in and out. The token goes into a sealed cookie and is never shown again. */
export function sessionRoutes(app: App, options: SessionRoutesOptions): void {
  const { recorder, callers, cookie, attempts, signIn, clock, publicOrigins, pages } = options;

  async function open(request: FastifyRequest, reply: FastifyReply, token: string, how = ''): Promise<z.output<typeof sessionSchema>> {
    const user = await callers.userOf(token, request.ip);
    if (user === undefined) throw unauthorized('The token is not valid.');
    const expiresAt = clock.now() + SESSION_MS;
    cookie.write(request, reply, { token, expiresAt });
    recorder.session({ user, door: 'browser' }, 'SignedIn', `signed a browser in${how}`);
    return { user, expiresAt: new Date(expiresAt).toISOString() };
  }

  /** Signing somebody else's browser in as oneself is an attack, too. */
  function refuseForeign(request: FastifyRequest): void {
    if (isForeign(request, publicOrigins())) throw new ApiError(403, 'CrossSite', 'The request came from a page of another site.');
  }

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
    async (request) => {
      const { user, door } = await callers.require(request);
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
        response: answers({ 204: z.null().meta({ description: 'Signed out.' }) }),
      },
    },
    async (request, reply) => {
      refuseForeign(request);
      const caller = await callers.find(request).catch(() => undefined);
      if (caller?.door === 'browser') recorder.session(caller, 'SignedOut', 'signed a browser out');
      cookie.clear(request, reply);
      return reply.code(204).send(null);
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
      const waitSeconds = attempts.waitSeconds(request.ip);
      if (waitSeconds > 0)
        throw new ApiError(429, 'TooManyAttempts', `Too many failed sign-ins from this address. Try again in ${waitSeconds} seconds.`, {
          retryAfterSeconds: waitSeconds,
        });
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

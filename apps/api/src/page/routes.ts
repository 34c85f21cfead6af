import { z } from 'zod';
import { visibleNamespaces } from '../access/visible.ts';
import type { ApiContext } from '../context.ts';
import type { App } from '../http/app.ts';
import { answers } from '../http/error-schema.ts';
import { viewSummary } from '../servers/view.ts';
import type { Callers } from '../session/callers.ts';
import { LIVE_SCRIPT, STYLE } from './assets.ts';
import type { Html } from './html.ts';
import { serversPage, signInPage } from './page.ts';

/** Nothing inline, nothing from elsewhere. */
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** One plain page, until the browser app takes its place. */
export function pageRoutes(app: App, { caches, permissions }: ApiContext, callers: Callers): void {
  app.get(
    '/',
    {
      schema: {
        tags: ['pages'],
        operationId: 'getPage',
        summary: 'The plain page',
        security: [],
        querystring: z.object({ signIn: z.literal('failed').optional() }),
        response: answers({
          200: { description: 'The servers, or the form to sign in.', content: { 'text/html': { schema: z.string() } } },
        }),
      },
    },
    async (request, reply) => {
      const caller = await callers.find(request);
      request.caller = caller ?? null;
      const send = async (page: Html): Promise<typeof reply> =>
        await reply
          .headers({ 'content-security-policy': PAGE_POLICY })
          .type('text/html; charset=utf-8')
          .serializer((text: unknown) => String(text))
          .send(page.text);
      if (caller === undefined) return await send(signInPage(request.query.signIn === 'failed'));
      const isVisible = await visibleNamespaces(permissions, caller, caches.servers.cache);
      const servers = caches.servers.cache
        .list()
        .filter((server) => isVisible(server.metadata.namespace ?? ''))
        .map(viewSummary);
      servers.sort((a, b) => (`${a.namespace}/${a.name}` < `${b.namespace}/${b.name}` ? -1 : 1));
      return await send(serversPage(caller.user, servers));
    },
  );

  for (const [path, type, text, operationId] of [
    ['/page/live.js', 'text/javascript', LIVE_SCRIPT, 'getPageScript'],
    ['/page/style.css', 'text/css', STYLE, 'getPageStyle'],
  ] as const) {
    app.get(
      path,
      {
        schema: {
          tags: ['pages'],
          operationId,
          summary: `Part of the plain page: ${path}`,
          security: [],
          response: answers({ 200: { description: 'Text.', content: { [type]: { schema: z.string() } } } }),
        },
      },
      async (_request, reply) =>
        await reply
          .headers({ 'cache-control': 'public, max-age=300' })
          .type(`${type}; charset=utf-8`)
          .serializer((content: unknown) => String(content))
          .send(text),
    );
  }
}

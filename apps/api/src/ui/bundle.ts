import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '../http/app.ts';

/** Nothing inline, nothing from elsewhere, nothing evaluated. */
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** The browser app, as built by `apps/ui`. */
export interface Pages {
  /** Whether a person with a browser asks for a page. The app itself knows which addresses there are. */
  isWanted(request: FastifyRequest): boolean;
  /** Sends the one page of the app; what it shows depends on the address. */
  send(reply: FastifyReply, status: number): FastifyReply;
}

/**
 * Serves the built app from a folder.
 * @throws when the folder has no `index.html`
 */
export async function installPages(app: App, directory: string): Promise<Pages> {
  const index = readFileSync(join(directory, 'index.html'), 'utf8');
  await app.register(fastifyStatic, {
    root: directory,
    wildcard: false,
    index: false,
    preCompressed: true,
    cacheControl: false,
    globIgnore: ['**/index.html*', '**/*.br', '**/*.gz'],
    schemaHide: true,
    setHeaders: (reply, path) => {
      // A file with a hash in its name never changes.
      reply.header('cache-control', path.includes(`${directory}/assets/`) ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  return {
    isWanted: (request) =>
      request.method === 'GET' && !request.url.startsWith('/api/') && request.headers.accept?.includes('text/html') === true,
    send: (reply, status) =>
      reply
        .code(status)
        .headers({ 'content-security-policy': PAGE_POLICY, 'cache-control': 'no-cache' })
        .type('text/html; charset=utf-8')
        .serializer(String)
        .send(index),
  };
}

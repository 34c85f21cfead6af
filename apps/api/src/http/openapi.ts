import swagger from '@fastify/swagger';
import { z } from 'zod';
import type { App } from './app.ts';
import { documentTransforms } from './document.ts';

/** Writes the OpenAPI document from the schemas of the routes registered from now on. */
export async function installOpenApi(app: App): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Game Server Edition',
        version: 'v1',
        description:
          'Order game servers and live with them. Kubernetes is asked in the name of the caller, so its permissions decide. Every answer that is no success has the same shape: `{ error: { code, message, path?, fix?, details? } }`.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/' }],
      tags: [
        { name: 'catalogue', description: 'What can be ordered.' },
        { name: 'servers', description: 'Orders, and what became of them.' },
        { name: 'operations', description: 'Disruptive acts, step by step.' },
        { name: 'players', description: 'Who is on, and acts on them.' },
        { name: 'console', description: 'The log of a game and its command line.' },
        { name: 'live', description: 'Changes as they happen, and who did what.' },
        { name: 'session', description: 'Signing a browser in and out.' },
        { name: 'platform', description: 'For those who run this.' },
      ],
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer', description: 'A Kubernetes token.' },
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: 'gse_session',
            description: 'Set by POST /api/session. Over TLS its name is __Host-gse_session.',
          },
        },
      },
      security: [{ token: [] }, { session: [] }],
    },
    ...documentTransforms(),
  });
}

/** Serves the document. Registered last. */
export function openApiRoute(app: App): void {
  app.get(
    '/api/openapi.json',
    {
      schema: {
        tags: ['platform'],
        operationId: 'getOpenApi',
        summary: 'This document',
        security: [],
        response: { 200: z.record(z.string(), z.unknown()).meta({ description: 'OpenAPI 3.1.' }) },
      },
    },
    async () => openApiDocument(app),
  );
}

/** The document of an app that has all its routes. */
export function openApiDocument(app: App): Record<string, unknown> {
  return JSON.parse(JSON.stringify(app.swagger())) as Record<string, unknown>;
}

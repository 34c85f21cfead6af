import { AgentError } from '@gse/agent-client';
import { KubeError, type Log } from '@gse/kube';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from '../errors.ts';
import { fromAgentError } from './agent-errors.ts';
import type { App } from './app.ts';
import { errorBody } from './error-schema.ts';
import { fromKubeError } from './kube-errors.ts';
import type { Pages } from '../ui/bundle.ts';
import type { RouteTable } from './route-table.ts';

/**
 * Gives every error the one shape, whoever raised it. What is not expected is logged and not explained to the outside. An
 * address that is no route of the API may be one of the pages.
 */
export function installErrorAnswers(app: App, log: Log, routes: RouteTable, pages: Pages | undefined): void {
  app.setErrorHandler((error, request, reply) => {
    const known = toApiError(error);
    const answer = known ?? new ApiError(500, 'Internal', `Something failed that should not. The log knows more under ${request.id}.`);
    if (known === undefined)
      log.error(
        { err: error, requestId: request.id, method: request.method, route: request.routeOptions.url },
        'A request failed unexpectedly',
      );
    else if (answer.status >= 500) log.warn({ err: answer.cause, code: answer.code, requestId: request.id }, 'A request could not be met');
    return sendError(reply, answer);
  });
  app.setNotFoundHandler((request, reply) => {
    const methods = routes.methodsOf(pathOf(request));
    if (methods.length === 0 && pages?.isWanted(request) === true) return pages.send(reply, 200);
    if (methods.length === 0)
      return sendError(reply, new ApiError(404, 'NoSuchRoute', 'There is nothing here. /api/openapi.json lists what there is.'));
    void reply.header('allow', methods.join(', '));
    return sendError(reply, new ApiError(405, 'MethodNotAllowed', `This can be asked with ${methods.join(', ')} only.`));
  });
}

/** Sends an error in the one shape. */
export function sendError(reply: FastifyReply, error: ApiError): FastifyReply {
  if (error.status === 401) void reply.header('www-authenticate', 'Bearer');
  if (error.retryAfterSeconds !== undefined) void reply.header('retry-after', String(error.retryAfterSeconds));
  return reply.code(error.status).serializer(JSON.stringify).type('application/json; charset=utf-8').send(errorBody(error));
}

function toApiError(error: unknown): ApiError | undefined {
  if (error instanceof ApiError) return error;
  if (error instanceof KubeError) return fromKubeError(error);
  if (error instanceof AgentError) return fromAgentError(error);
  return error instanceof Error && 'code' in error ? fromFastify(error as FastifyError) : undefined;
}

/** Errors of the web server itself, before any of our code ran. */
function fromFastify({ code, cause }: FastifyError): ApiError | undefined {
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new ApiError(413, 'BodyTooLarge', 'The body is larger than this API takes.');
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new ApiError(415, 'UnsupportedMediaType', 'Send JSON, with "Content-Type: application/json".');
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new ApiError(400, 'BadRequest', 'The body is not JSON.');
    case 'FST_ERR_HANDLER_TIMEOUT':
      return new ApiError(504, 'Timeout', 'It took too long. Look whether it happened before asking again.', { cause });
    default:
      return undefined;
  }
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?')[0] ?? '/';
}

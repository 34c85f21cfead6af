import { KubeError } from '@gse/kube';
import { ApiError, conflict, forbidden, invalid, notFound, unauthorized } from '../errors.ts';

/** What a failed Kubernetes call means to the caller of the API. Paths of offending fields are kept. */
export function fromKubeError(error: KubeError): ApiError {
  if (error.code !== 'GSE_KUBE_API') return unavailable(error);
  switch (error.status) {
    case 401:
      return unauthorized('The token is not valid any more. Sign in again.');
    case 403:
      return forbidden('You are not allowed to do this in this namespace.', error);
    case 404:
      if (error.details.kind === 'namespaces')
        return new ApiError(404, 'NotFound', `There is no namespace ${error.details.name ?? ''}.`, { path: 'namespace', cause: error });
      return notFound(`There is no ${kindOf(error)}${error.details.name ? ` ${error.details.name}` : ''} in this namespace.`);
    case 409:
      return error.reason === 'AlreadyExists'
        ? conflict('AlreadyExists', `There is a ${kindOf(error)} of this name already.`, { path: 'name', cause: error })
        : conflict('Conflict', 'Somebody else changed it at the same moment. Read it again and repeat the change.', { cause: error });
    case 422: {
      const causes = (error.details.causes ?? [])
        .filter((cause) => cause.field)
        .map((cause) => ({ path: cause.field ?? '', message: cause.message ?? 'is not valid' }));
      return causes.length > 0 ? invalid(causes) : new ApiError(422, 'Invalid', error.message, { cause: error });
    }
    case 413:
      return new ApiError(413, 'TooLarge', 'The object is larger than Kubernetes keeps.', { cause: error });
    case 429:
      return new ApiError(429, 'TooManyRequests', 'Kubernetes asks to slow down. Try again in a moment.', {
        cause: error,
        retryAfterSeconds: error.details.retryAfterSeconds ?? 1,
      });
    default:
      return error.status >= 500 ? unavailable(error) : new ApiError(400, 'BadRequest', error.message, { cause: error });
  }
}

function unavailable(cause: KubeError): ApiError {
  return new ApiError(
    503,
    'KubernetesUnavailable',
    'Kubernetes does not answer at the moment. Running servers are not touched by that; try again in a moment.',
    { cause, retryAfterSeconds: 2 },
  );
}

const kinds: Readonly<Record<string, string>> = { gameservers: 'server', gameoperations: 'operation', secrets: 'secret' };

function kindOf(error: KubeError): string {
  return kinds[error.details.kind ?? ''] ?? 'object';
}

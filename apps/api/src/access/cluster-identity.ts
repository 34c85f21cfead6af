import { KubeError, resourceType, type KubeClient, type KubeObject } from '@gse/kube';
import { ApiError } from '../errors.ts';

interface SelfSubjectReview extends KubeObject {
  status?: { userInfo?: { username?: string | undefined; groups?: string[] | undefined } | undefined } | undefined;
}

const selfSubjectReviews = resourceType<SelfSubjectReview>({
  apiVersion: 'authentication.k8s.io/v1',
  kind: 'SelfSubjectReview',
  plural: 'selfsubjectreviews',
  namespaced: false,
});

/** Somebody without a sign-in, where a cluster lets such people ask. */
const NOBODY = 'system:unauthenticated';

/**
 * Finds out whose a token is by asking the cluster in the name of its owner, which needs no permission of ours and takes
 * every kind of token the cluster takes.
 */
export function clusterIdentity(kube: (token: string) => KubeClient): (token: string) => Promise<{ readonly user: string } | undefined> {
  return async (token) => {
    try {
      const { status } = await kube(token).create(selfSubjectReviews, {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'SelfSubjectReview',
        metadata: { name: '' },
      });
      const { username = '', groups = [] } = status?.userInfo ?? {};
      return username === '' || groups.includes(NOBODY) ? undefined : { user: username };
    } catch (error) {
      if (!(error instanceof KubeError)) throw error;
      if (error.status === 401) return undefined;
      if (error.status === 403)
        throw new ApiError(403, 'Forbidden', 'The cluster does not let the owner of this token ask who they are (selfsubjectreviews).', {
          cause: error,
        });
      throw error;
    }
  };
}

import { resourceType, type KubeClient, type KubeObject } from '@gse/kube';

/** Somebody with a certificate of the cluster. */
export interface NodeVisitor {
  readonly user: string;
  readonly groups: readonly string[];
}

interface SubjectAccessReview extends KubeObject {
  spec: { user: string; groups: readonly string[]; resourceAttributes: Record<string, string> };
  status?: { allowed?: boolean | undefined } | undefined;
}

const subjectAccessReviews = resourceType<SubjectAccessReview>({
  apiVersion: 'authorization.k8s.io/v1',
  kind: 'SubjectAccessReview',
  plural: 'subjectaccessreviews',
  namespaced: false,
});

const timeoutMs = 10_000;

/** Whether the cluster lets a visitor read what runs on the node. */
export async function mayReadNode(
  client: KubeClient,
  nodeName: string,
  { user, groups }: NodeVisitor,
  signal: AbortSignal,
): Promise<boolean> {
  if (user === '') return false;
  const review = await client.create(
    subjectAccessReviews,
    {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SubjectAccessReview',
      metadata: { name: '' },
      spec: {
        user,
        groups: [...groups, 'system:authenticated'],
        resourceAttributes: { verb: 'get', resource: 'nodes', subresource: 'proxy', name: nodeName },
      },
    },
    { signal, timeoutMs },
  );
  return review.status?.allowed === true;
}

import type { ControlPlane } from '@gse/control-plane';
import { namespaces, resourceType, serviceAccounts, type HttpFetch, type KubeClient, type KubeObject } from '@gse/kube';
import { until } from '../../support/machine.ts';
import type { World } from '../../support/world.ts';

interface RoleBinding extends KubeObject {
  roleRef: { apiGroup: string; kind: string; name: string };
  subjects: readonly { kind: string; name: string; namespace: string }[];
}
const roleBindings = resourceType<RoleBinding>({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'RoleBinding',
  plural: 'rolebindings',
  namespaced: true,
});

/** What a tenant's requests go to. */
interface Edition {
  readonly control: ControlPlane;
  readonly admin: KubeClient;
  readonly apiUrls: readonly string[];
  volume(namespace: string, claim: string): string;
}

/** Somebody with a namespace of their own, where the cluster's `admin` role is theirs. */
export interface Tenant extends World {
  /** Their ServiceAccount's token. */
  readonly token: string;
}

/** Makes the namespace, whose pods must be `restricted`, and who works in it. */
export async function createTenant(edition: Edition, name: string): Promise<Tenant> {
  const { control, admin } = edition;
  const namespace = `tenant-${name}`;
  await admin.create(namespaces, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: namespace, labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
  });
  await admin.create(serviceAccounts, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } });
  await admin.create(roleBindings, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: 'admin', namespace },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'admin' },
    subjects: [{ kind: 'ServiceAccount', name, namespace }],
  });
  const credentials = await control.serviceAccount(namespace, name);
  if (!('token' in credentials)) throw new TypeError('a ServiceAccount has a token');
  const { token } = credentials;
  const tenant = { namespace, token, request: sender(edition, token), volume: (claim: string) => edition.volume(namespace, claim) };
  // Roles add up: the charts' are part of `admin` once a controller has seen them.
  const own = `kube/apis/gse.cozystack.io/v1alpha1/namespaces/${namespace}/gameservers`;
  await until(async () => (await tenant.request(own, {})).ok, { what: `${name} to be allowed to work in ${namespace}` });
  return tenant;
}

/** Requests to our API go to its replicas in turn, as a Service would send them. */
function sender({ control, apiUrls }: Edition, token: string): World['request'] {
  const kube: HttpFetch = control.fetch({ token });
  let turn = 0;
  return async (path, options) => {
    const headers = { authorization: `Bearer ${token}`, ...options.headers };
    if (path.startsWith('kube/')) return await kube(new Request(`${control.url}/${path.slice('kube/'.length)}`, { ...options, headers }));
    return await fetch(`${apiUrls[turn++ % apiUrls.length]}/${path}`, { ...options, headers });
  };
}

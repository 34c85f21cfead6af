import { namespaces, resourceType, secrets, serviceAccounts, type KubeClient, type KubeObject } from '@gse/kube';
import { stringify } from 'yaml';

const rbac = { apiVersion: 'rbac.authorization.k8s.io/v1' };
const clusterRoles = resourceType<KubeObject & { aggregationRule?: object; rules?: readonly object[] }>({
  ...rbac,
  kind: 'ClusterRole',
  plural: 'clusterroles',
  namespaced: false,
});
const roleBindings = resourceType<KubeObject & { roleRef: object; subjects: readonly object[] }>({
  ...rbac,
  kind: 'RoleBinding',
  plural: 'rolebindings',
  namespaced: true,
});

/** What every chart is told of the cluster. All of it are texts. */
const CLUSTER_VALUES = {
  'root-host': 'example.org',
  'cluster-domain': 'cozy.local',
  'expose-services': 'api,dashboard,gse',
  'expose-ingress': 'tenant-root',
  'issuer-name': 'letsencrypt-prod',
  solver: 'http01',
  'oidc-enabled': 'false',
};

const LEVELS = ['view', 'use', 'admin'] as const;
const PREFIX = 'rbac.cozystack.io/aggregate-to-tenant';

/** The platform's roles for tenants, which are what others add to them, and the little that they begin with. */
export async function installTenantRoles(admin: KubeClient): Promise<void> {
  const collects = (name: string, labels: readonly string[]) =>
    admin.create(clusterRoles, {
      ...rbac,
      kind: 'ClusterRole',
      metadata: { name },
      aggregationRule: { clusterRoleSelectors: labels.map((label) => ({ matchLabels: { [label]: 'true' } })) },
    });
  await collects('cozy:tenant', [PREFIX]);
  for (const [index, level] of LEVELS.entries())
    await collects(
      `cozy:tenant:${level}`,
      LEVELS.slice(0, index + 1).map((below) => `${PREFIX}-${below}`),
    );
  const base = (name: string, label: string, verbs: readonly string[]) =>
    admin.create(clusterRoles, {
      ...rbac,
      kind: 'ClusterRole',
      metadata: { name, labels: { [label]: 'true' } },
      rules: [{ apiGroups: ['apps.cozystack.io'], resources: ['*'], verbs }],
    });
  await base('cozy:tenant:view:base', `${PREFIX}-view`, ['get', 'list', 'watch']);
  await base('cozy:tenant:base', PREFIX, ['*']);
}

/** A namespace of the platform, with what its charts are told. */
export async function createSystemNamespace(admin: KubeClient, name: string): Promise<void> {
  await admin.apply(namespaces, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: { 'cozystack.io/system': 'true' }, annotations: { 'helm.sh/resource-policy': 'keep' } },
  });
  await tell(admin, name, { _cluster: CLUSTER_VALUES });
}

/** A tenant: its namespace, the group of its administrators, and its account. */
export async function createTenant(admin: KubeClient, namespace: string): Promise<void> {
  await admin.create(namespaces, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: namespace, labels: { 'pod-security.kubernetes.io/enforce': 'restricted', 'tenant.cozystack.io/tenant-root': '' } },
  });
  await tell(admin, namespace, {
    _cluster: CLUSTER_VALUES,
    _namespace: { host: `${namespace.slice('tenant-'.length)}.example.org`, ingress: 'tenant-root', monitoring: 'tenant-root' },
  });
  await admin.create(serviceAccounts, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: namespace, namespace } });
  const binds = (role: string, subject: object) =>
    admin.create(roleBindings, {
      ...rbac,
      kind: 'RoleBinding',
      metadata: { name: role.replaceAll(':', '-'), namespace },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
      subjects: [subject],
    });
  await binds('cozy:tenant', { kind: 'ServiceAccount', name: namespace, namespace });
  await binds('cozy:tenant:admin', { kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name: `${namespace}-admin` });
}

async function tell(admin: KubeClient, namespace: string, values: object): Promise<void> {
  await admin.apply(secrets, {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'cozystack-values', namespace },
    stringData: { 'values.yaml': stringify(values) },
  });
}

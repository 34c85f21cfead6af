import type { OrderNames } from '../order/names.ts';

/** Lets admins of tenants order this game; the platform's own list of kinds cannot be added to. Viewers see every kind anyway. */
export function orderingRole({ name, plural }: OrderNames): object {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: `gse:tenant:admin:${name}`, labels: { 'rbac.cozystack.io/aggregate-to-tenant-admin': 'true' } },
    rules: [{ apiGroups: ['apps.cozystack.io'], resources: [plural], verbs: ['create', 'update', 'patch', 'delete'] }],
  };
}

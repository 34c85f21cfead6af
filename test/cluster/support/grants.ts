import { resourceType, type KubeClient, type KubeObject } from '@gse/kube';
import type { AuditEvent } from './audit.ts';

interface Rule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly verbs: readonly string[];
}
interface Role extends KubeObject {
  rules?: readonly Rule[];
}
interface Binding extends KubeObject {
  roleRef: { kind: string; name: string };
  subjects?: readonly { kind: string; name: string; namespace?: string }[];
}

const rbac = { apiVersion: 'rbac.authorization.k8s.io/v1' };
const clusterRoles = resourceType<Role>({ ...rbac, kind: 'ClusterRole', plural: 'clusterroles', namespaced: false });
const roles = resourceType<Role>({ ...rbac, kind: 'Role', plural: 'roles', namespaced: true });
const clusterRoleBindings = resourceType<Binding>({
  ...rbac,
  kind: 'ClusterRoleBinding',
  plural: 'clusterrolebindings',
  namespaced: false,
});
const roleBindings = resourceType<Binding>({ ...rbac, kind: 'RoleBinding', plural: 'rolebindings', namespaced: true });

/** `<verb> <resource>[/<subresource>][.<group>]`, as `kubectl auth can-i` spells it. */
export type Grant = string;

/** Everything the cluster's roles give to a ServiceAccount, whoever bound them. */
export async function grantsOf(admin: KubeClient, account: { readonly namespace: string; readonly name: string }): Promise<Set<Grant>> {
  const isTheirs = ({ subjects = [] }: Binding): boolean =>
    subjects.some(({ kind, name, namespace }) => kind === 'ServiceAccount' && name === account.name && namespace === account.namespace);
  const bindings = [...(await admin.list(clusterRoleBindings)).items, ...(await admin.list(roleBindings)).items].filter(isTheirs);
  const granted = new Set<Grant>();
  for (const { metadata, roleRef } of bindings) {
    const role =
      roleRef.kind === 'ClusterRole'
        ? await admin.get(clusterRoles, { name: roleRef.name })
        : await admin.get(roles, { name: roleRef.name, namespace: metadata.namespace });
    for (const { apiGroups = [], resources = [], verbs } of role.rules ?? [])
      for (const group of apiGroups)
        for (const resource of resources) for (const verb of verbs) granted.add(grant(verb, resource, undefined, group));
  }
  return granted;
}

/** What a ServiceAccount has been seen to need. An object that an apply makes needs the permission to create it as well. */
export function usesOf(events: readonly AuditEvent[], username: string): Set<Grant> {
  const used = new Set<Grant>();
  for (const { user, verb, objectRef, responseStatus } of events) {
    if (user.username !== username || objectRef?.resource === undefined) continue;
    const { resource, subresource, apiGroup = '' } = objectRef;
    used.add(grant(verb, resource, subresource, apiGroup));
    if (verb === 'patch' && responseStatus?.code === 201) used.add(grant('create', resource, subresource, apiGroup));
  }
  return used;
}

function grant(verb: string, resource: string, subresource: string | undefined, group: string): Grant {
  return `${verb} ${resource}${subresource === undefined ? '' : `/${subresource}`}${group === '' ? '' : `.${group}`}`;
}

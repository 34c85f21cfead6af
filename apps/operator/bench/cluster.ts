import { startControlPlane } from '@gse/control-plane';
import { createKubeClient, namespaces, resourceType, serviceAccounts, type KubeClient, type KubeObject } from '@gse/kube';
import { customResourceDefinitions } from '@gse/resources';
import { setTimeout as sleep } from 'node:timers/promises';
import { requestCounts, type RequestCounts } from './requests.ts';

/** The operator under test works as this user, so that its requests can be told from all others. */
const OPERATOR = 'bench-operator';

/** A control plane with the custom resources and the namespaces of one run. */
export interface BenchCluster extends AsyncDisposable {
  readonly client: KubeClient;
  readonly namespaces: readonly string[];
  /** For the operator under test. */
  readonly kubeconfig: string;
  /** What the API server has been asked so far. */
  requests(): Promise<RequestCounts>;
}

interface Typed extends KubeObject {
  status?: { conditions?: readonly { type: string; status: string }[] };
}
const definitions = resourceType<Typed>({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  plural: 'customresourcedefinitions',
  namespaced: false,
});
const clusterRoleBindings = resourceType<Typed>({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRoleBinding',
  plural: 'clusterrolebindings',
  namespaced: false,
});
const flowSchemas = resourceType<Typed>({
  apiVersion: 'flowcontrol.apiserver.k8s.io/v1',
  kind: 'FlowSchema',
  plural: 'flowschemas',
  namespaced: false,
});

/**
 * Starts etcd without fsync and kube-apiserver, nothing else: no pods are made, so the figures are those of the operator and
 * of the API server.
 */
export async function startCluster(namespaceCount: number): Promise<BenchCluster> {
  const plane = await startControlPlane({ controllerManager: false });
  try {
    const admin = plane.fetch(await plane.user('bench', ['system:masters']));
    const client = createKubeClient({ baseUrl: plane.url, fetch: admin, fieldManager: 'bench' });
    for (const crd of customResourceDefinitions()) await client.apply(definitions, crd as unknown as Typed);
    await established(client);
    await client.apply(flowSchemas, flowSchema());
    await client.apply(clusterRoleBindings, mayDoEverything());
    const names = Array.from({ length: namespaceCount }, (_, index) => `tenant-${index}`);
    for (const name of names) {
      await client.create(namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
      // The controllers would make it; without one no pod is admitted.
      await client.create(serviceAccounts, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: name } });
    }
    const kubeconfig = await plane.writeKubeconfig('operator', await plane.user(OPERATOR));
    return {
      client,
      namespaces: names,
      kubeconfig,
      async requests() {
        const answer = await admin(new Request(`${plane.url}/metrics`, { signal: AbortSignal.timeout(60_000) }));
        return requestCounts(await answer.text(), OPERATOR);
      },
      [Symbol.asyncDispose]: () => plane.stop(),
    };
  } catch (error) {
    await plane.stop();
    throw error;
  }
}

async function established(client: KubeClient): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt++) {
    const { items } = await client.list(definitions);
    const isReady = ({ status }: Typed) => status?.conditions?.some(({ type, status }) => type === 'Established' && status === 'True');
    if (items.every(isReady)) return;
    await sleep(100);
  }
  throw new Error('the custom resources were not established in time');
}

/** Gives the operator's user a flow of its own: the API server counts requests by flow. Nothing is held back. */
function flowSchema(): Typed & { spec: object } {
  return {
    apiVersion: 'flowcontrol.apiserver.k8s.io/v1',
    kind: 'FlowSchema',
    metadata: { name: OPERATOR },
    spec: {
      matchingPrecedence: 2,
      priorityLevelConfiguration: { name: 'exempt' },
      rules: [
        {
          subjects: [{ kind: 'User', user: { name: OPERATOR } }],
          resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'], namespaces: ['*'], clusterScope: true }],
          nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
        },
      ],
    },
  };
}

function mayDoEverything(): Typed & { subjects: object[]; roleRef: object } {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: OPERATOR },
    subjects: [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: OPERATOR }],
    roleRef: { kind: 'ClusterRole', apiGroup: 'rbac.authorization.k8s.io', name: 'cluster-admin' },
  };
}

import {
  configMaps,
  networkPolicies,
  persistentVolumeClaims,
  pods,
  secrets,
  services,
  statefulSets,
  type KubeClient,
  type KubeObject,
  type ResourceType,
} from '@gse/kube';
import { LABELS } from '@gse/resources';
import { gameOperations, gameServers } from '@gse/server-objects';

const KINDS: readonly ResourceType<KubeObject>[] = [
  gameServers,
  gameOperations,
  statefulSets,
  pods,
  services,
  configMaps,
  secrets,
  persistentVolumeClaims,
  networkPolicies,
];

/** What differs from life to life whatever anybody does. */
const FLEETING: ReadonlySet<string> = new Set([
  'uid',
  'resourceVersion',
  'managedFields',
  'creationTimestamp',
  'namespace',
  'nodePort',
  'healthCheckNodePort',
  'clusterIP',
  'clusterIPs',
  'podIP',
  'podIPs',
  'hostIP',
  'hostIPs',
  'controller-revision-hash',
  'currentRevision',
  'updateRevision',
  'containerID',
  // Told a moment after the pod itself.
  'availableReplicas',
  'readyReplicas',
  // A fingerprint that the uid of the owner goes into.
  'gse.cozystack.io/wanted',
  // Where a load balancer of this machine listens.
  'ingress',
]);

/** Everything in a namespace, by kind and name, without times, identities and addresses. */
export async function endState(client: KubeClient, namespace: string, warnings: readonly number[]): Promise<Record<string, unknown>> {
  const state: Record<string, unknown> = {};
  for (const type of KINDS) {
    const isPart = type.kind !== 'GameServer' && type.kind !== 'GameOperation';
    const { items } = await client.list(type, { namespace, ...(isPart && { labelSelector: LABELS.server }) });
    for (const object of items) state[`${type.kind} ${object.metadata.name}`] = plain(object, { namespace, warnings });
  }
  return state;
}

/** Seconds as they were announced: an announcement that came a little later says a little less. */
export function announcedAs(seconds: number, warnings: readonly number[]): number {
  return Math.min(...warnings.filter((warning) => warning >= seconds));
}

interface Life {
  readonly namespace: string;
  readonly warnings: readonly number[];
}

function plain(value: unknown, life: Life, key = ''): unknown {
  if (key === 'secondsBefore' && typeof value === 'number') return announcedAs(value, life.warnings);
  if (typeof value === 'string') return key === 'data' ? '<secret>' : plainText(value, life);
  if (Array.isArray(value)) return value.map((item) => plain(item, life, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !FLEETING.has(name))
      .map(([name, inner]) => [name, name === 'data' && isSecret(value) ? Object.keys(inner as object) : plain(inner, life, name)]),
  );
}

function isSecret(value: object): boolean {
  return 'kind' in value && value.kind === 'Secret';
}

function plainText(text: string, { namespace }: Life): string {
  return text
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<uid>')
    .replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?Z?/g, '<time>')
    .replace(/127(\.\d+){3}:\d+/g, '<address>')
    .replace(/Process id \d+/g, 'Process id <pid>')
    .replace(/^ *\d+\.\d{3} /, '<seconds> ')
    .replace(new RegExp(`\\b${namespace}\\b`, 'g'), '<namespace>');
}

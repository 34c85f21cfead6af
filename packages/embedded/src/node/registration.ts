import { availableParallelism, arch, hostname, platform, release, totalmem } from 'node:os';
import {
  createBackoff,
  delay,
  isAlreadyExists,
  isNotFound,
  leases,
  namespaces,
  nodes,
  timestamp,
  type Clock,
  type KubeClient,
  type Log,
  type Node,
} from '@gse/kube';
import { errorMessage } from './errors.ts';

const leaseNamespace = 'kube-node-lease';

/** How often the node says that it lives, and after how long without that it counts as dead. */
const renewMs = 20_000;
const leaseDurationSeconds = 60;

export interface RegistrationOptions {
  client: KubeClient;
  nodeName: string;
  address: string;
  runtimeNames: readonly string[];
  /** Where the API server asks for logs; undefined where it need not. */
  kubeletPort?: number | undefined;
  clock: Clock;
  random: () => number;
  log: Log;
}

/** Makes the Node object say what this machine is and that it is ready. */
export async function registerNode(options: RegistrationOptions, signal: AbortSignal): Promise<Node> {
  const { client, nodeName } = options;
  const labels = {
    'kubernetes.io/hostname': hostname().toLowerCase(),
    'kubernetes.io/os': platform(),
    'kubernetes.io/arch': arch() === 'x64' ? 'amd64' : arch(),
    'app.kubernetes.io/managed-by': 'gse',
  };
  const node: Node = { apiVersion: 'v1', kind: 'Node', metadata: { name: nodeName, labels }, spec: {} };
  const existing = await client.create(nodes, node, { signal }).catch(async (error: unknown) => {
    if (!isAlreadyExists(error)) throw error;
    return await client.patch(nodes, { name: nodeName }, { metadata: { labels } }, { signal });
  });
  return await client.patchStatus(nodes, { name: nodeName }, { status: nodeStatus(options, existing) }, { signal });
}

/** Says in the Node object that it takes no part any more until it is started again. */
export async function reportStopped({ client, nodeName, clock }: RegistrationOptions, signal: AbortSignal): Promise<void> {
  const now = timestamp(clock.now());
  const condition = {
    type: 'Ready',
    status: 'False',
    reason: 'NodeStopped',
    message: 'the node was stopped in order',
    lastTransitionTime: now,
    lastHeartbeatTime: now,
  };
  await client.patchStatus(nodes, { name: nodeName }, { status: { conditions: [condition] } }, { signal });
}

function nodeStatus({ address, runtimeNames, kubeletPort, clock, nodeName }: RegistrationOptions, existing: Node): object {
  const capacity = { cpu: String(availableParallelism()), memory: `${Math.floor(totalmem() / 1024)}Ki`, pods: '1000' };
  const now = timestamp(clock.now());
  const before = existing.status?.conditions?.find(({ type, status }) => type === 'Ready' && status === 'True');
  return {
    addresses: [
      { type: 'InternalIP', address },
      { type: 'Hostname', address: nodeName },
    ],
    ...(kubeletPort === undefined ? {} : { daemonEndpoints: { kubeletEndpoint: { Port: kubeletPort } } }),
    capacity,
    allocatable: capacity,
    conditions: [
      {
        type: 'Ready',
        status: 'True',
        reason: 'NodeReady',
        message: `runs containers with: ${runtimeNames.join(', ')}`,
        lastHeartbeatTime: now,
        lastTransitionTime: before?.lastTransitionTime ?? now,
      },
    ],
    nodeInfo: {
      architecture: arch() === 'x64' ? 'amd64' : arch(),
      operatingSystem: platform(),
      kernelVersion: release(),
      osImage: platform(),
      containerRuntimeVersion: `gse://${runtimeNames.join(',').replaceAll(' ', '-')}`,
      kubeletVersion: 'v1.35.4-gse',
      kubeProxyVersion: '',
      machineID: '',
      systemUUID: '',
      bootID: '',
    },
  };
}

/**
 * Says until the signal fires that the node lives: by its Lease, which is cheaper than writing the Node object, and by the Node
 * object when a cluster that has not heard of it for a while has given it up.
 */
export async function keepRegistered(options: RegistrationOptions, signal: AbortSignal): Promise<void> {
  const { clock, random, log } = options;
  const backoff = createBackoff({ baseMs: 1000, maxMs: renewMs, random });
  while (!signal.aborted) {
    try {
      const node = await ready(options, signal);
      await renew(options, node.metadata.uid ?? '', signal);
      backoff.reset();
      await delay(clock, renewMs, signal);
    } catch (error) {
      if (signal.aborted) return;
      log.warn({ problem: errorMessage(error) }, 'The heartbeat of the node was not written, trying again');
      await delay(clock, backoff.next(), signal);
    }
  }
}

/** The Node object, ready: written again where somebody has removed it or says that it is not. */
async function ready(options: RegistrationOptions, signal: AbortSignal): Promise<Node> {
  const { client, nodeName } = options;
  const node = await client.get(nodes, { name: nodeName }, { signal }).catch((error: unknown) => {
    if (!isNotFound(error)) throw error;
  });
  const isReady = node?.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True');
  return node && isReady ? node : await registerNode(options, signal);
}

async function renew({ client, nodeName, clock }: RegistrationOptions, nodeUid: string, signal: AbortSignal): Promise<void> {
  // MicroTime: six digits.
  const renewTime = new Date(clock.now()).toISOString().replace(/Z$/, '000Z');
  const ref = { namespace: leaseNamespace, name: nodeName };
  try {
    await client.patch(leases, ref, { spec: { renewTime, holderIdentity: nodeName, leaseDurationSeconds } }, { signal });
  } catch (error) {
    if (!isNotFound(error)) throw error;
    const ownerReferences = [{ apiVersion: 'v1', kind: 'Node', name: nodeName, uid: nodeUid }];
    const lease = {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { ...ref, ownerReferences },
      spec: { renewTime, holderIdentity: nodeName, leaseDurationSeconds },
    };
    await client.create(leases, lease, { signal }).catch(async (createError: unknown) => {
      if (!isNotFound(createError)) throw createError;
      await client.create(namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: leaseNamespace } }, { signal });
      await client.create(leases, lease, { signal });
    });
  }
}

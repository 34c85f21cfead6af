import { isIP } from 'node:net';
import {
  createController,
  services as serviceType,
  watch,
  type Clock,
  type Controller,
  type EventRecorder,
  type Informer,
  type KubeClient,
  type LoadBalancerIngress,
  type Log,
  type MetricsRegistry,
  type Service,
  type ServicePort,
} from '@gse/kube';
import { allocateClusterIP } from './addresses.ts';
import { allocateNodePorts, isOlder, protocolOf, type IsPortFree } from './ports.ts';

/** What the controller needs. */
export interface ServiceControllerOptions {
  client: KubeClient;
  services: Informer<Service>;
  recorder: EventRecorder;
  /** Where people reach this machine; goes into `status.loadBalancer`. */
  advertisedHost: string;
  isPortFree: IsPortFree;
  clock: Clock;
  log: Log;
  metrics: MetricsRegistry;
}

const retryMs = 30_000;

function isExposed({ spec }: Service): boolean {
  return spec.type === 'LoadBalancer' || spec.type === 'NodePort';
}

/** `TCP/25565` of everything that the services have on this machine. */
function heldPorts(services: Service[]): Set<string> {
  const ports = services.filter(isExposed).flatMap(({ spec }) => spec.ports ?? []);
  return new Set(ports.flatMap((port) => (port.nodePort ? [`${protocolOf(port)}/${port.nodePort}`] : [])));
}

/** Gives Services their addresses and ports on this machine, and says where clients connect. */
export function createServiceController(options: ServiceControllerOptions): Controller {
  const { client, services, recorder, advertisedHost, isPortFree, clock, log, metrics } = options;
  /** Our own writes that the cache does not show yet, by uid; valid while it shows the version they were based on. */
  const written = new Map<string, { basedOn: string | undefined; result: Service }>();
  /** Services, by uid, whose ports are known to be nobody's but their author's. */
  const disowned = new Set<string>();
  let lastAddress: string | undefined;
  services.onChange((change, { metadata: { uid = '' } }) => {
    if (change !== 'deleted') return;
    written.delete(uid);
    disowned.delete(uid);
  });

  function latest(cached: Service): Service {
    const ours = written.get(cached.metadata.uid ?? '');
    if (!ours) return cached;
    if (ours.basedOn === cached.metadata.resourceVersion) return ours.result;
    written.delete(cached.metadata.uid ?? '');
    return cached;
  }

  function othersThan(service: Service): Service[] {
    return services.cache
      .list()
      .filter(({ metadata }) => metadata.uid !== service.metadata.uid)
      .map(latest);
  }

  async function wantedPorts(service: Service): Promise<ServicePort[] | undefined> {
    const { ports = [] } = service.spec;
    if (!isExposed(service)) return ports.map(withoutNodePort);
    const others = othersThan(service);
    const taken = heldPorts(others);
    const takenByOlder = heldPorts(others.filter((other) => isOlder(other, service)));
    const nodePorts = await allocateNodePorts(ports, {
      mayKeep: (protocol, port) => !takenByOlder.has(`${protocol}/${port}`),
      isTaken: (protocol, port) => taken.has(`${protocol}/${port}`),
      isPortFree,
    });
    return nodePorts && ports.map((port, index) => ({ ...port, nodePort: nodePorts[index] }));
  }

  function wantedAddress(service: Service): string | undefined {
    const { type, clusterIP } = service.spec;
    if (clusterIP || type === 'ExternalName') return clusterIP;
    const taken = new Set(othersThan(service).map(({ spec }) => spec.clusterIP));
    return allocateClusterIP((address) => taken.has(address), lastAddress);
  }

  /** Writes what is missing in the spec; the service as it is then. */
  async function allocate(service: Service, signal: AbortSignal): Promise<Service | undefined> {
    const ports = await wantedPorts(service);
    const clusterIP = wantedAddress(service);
    if (!ports) return undefined;
    const isNewAddress = clusterIP !== undefined && clusterIP !== service.spec.clusterIP;
    const areNewPorts = ports.some(({ nodePort }, index) => nodePort !== service.spec.ports?.[index]?.nodePort);
    if (!isNewAddress && !areNewPorts) return service;
    const { uid = '', resourceVersion } = service.metadata;
    const spec = { ...(isNewAddress ? { clusterIP, clusterIPs: [clusterIP] } : {}), ...(areNewPorts ? { ports } : {}) };
    const patch = { metadata: { uid, resourceVersion }, spec };
    const result = await client.patch(serviceType, service.metadata, patch, { signal });
    if (isNewAddress) lastAddress = clusterIP;
    disowned.delete(uid);
    written.set(uid, { basedOn: resourceVersion, result });
    return result;
  }

  /**
   * Gives up the ownership of fields that writing a port number brought along. Otherwise a port that its author
   * takes out of the applied Service would stay, because we seem to want something of it. A real API server
   * allocates inside the request and owns nothing either.
   */
  async function disown(service: Service, signal: AbortSignal): Promise<Service> {
    const { uid = '', resourceVersion } = service.metadata;
    if (disowned.has(uid)) return service;
    const current = service.metadata.managedFields ? service : await client.get(serviceType, service.metadata, { signal });
    const entries = current.metadata.managedFields ?? [];
    const others = entries.filter((entry) => !isOwnedBy(client.fieldManager, entry));
    if (others.length === entries.length) {
      disowned.add(uid);
      return service;
    }
    // One empty entry is how an empty list is spelled.
    const managedFields = others.length > 0 ? others : [{}];
    const patch = { metadata: { uid, resourceVersion: current.metadata.resourceVersion, managedFields } };
    const result = await client.patch(serviceType, service.metadata, patch, { signal });
    disowned.add(uid);
    written.set(uid, { basedOn: written.get(uid)?.basedOn ?? resourceVersion, result });
    return result;
  }

  /** Ports in the order of the spec: who reads it finds each by its place. */
  function ingressOf(service: Service): LoadBalancerIngress[] {
    if (!isExposed(service)) return [];
    const ports = (service.spec.ports ?? []).map((port) => ({ port: port.nodePort ?? 0, protocol: protocolOf(port) }));
    return [isIP(advertisedHost) ? { ip: advertisedHost, ipMode: 'Proxy', ports } : { hostname: advertisedHost, ports }];
  }

  async function writeStatus(service: Service, signal: AbortSignal): Promise<void> {
    const ingress = ingressOf(service);
    const written = service.status?.loadBalancer?.ingress ?? [];
    if (sameIngress(written, ingress)) return;
    const loadBalancer = { ingress: ingress.length > 0 ? ingress : null };
    await client.patchStatus(serviceType, service.metadata, { status: { loadBalancer } }, { signal });
  }

  return createController({
    name: 'service',
    watches: [watch(services)],
    // One at a time: two allocations side by side could hand out the same port.
    concurrency: 1,
    clock,
    log,
    metrics,
    async reconcile(key, { signal }) {
      const cached = services.cache.getByKey(key);
      if (!cached || cached.metadata.deletionTimestamp !== undefined) return;
      const service = await allocate(latest(cached), signal);
      if (service) return await writeStatus(await disown(service, signal), signal);
      recorder.record(cached, 'Warning', 'NoFreePort', 'No port of this machine is free for this Service.');
      return { requeueAfterMs: retryMs };
    },
  });
}

/** Writes of the status are another entry, and stay. */
function isOwnedBy(manager: string, entry: unknown): boolean {
  if (typeof entry !== 'object' || entry === null) return false;
  return 'manager' in entry && entry.manager === manager && !('subresource' in entry && entry.subresource);
}

function sameIngress(a: LoadBalancerIngress[], b: LoadBalancerIngress[]): boolean {
  const text = (ingress: LoadBalancerIngress[]) =>
    ingress
      .map(({ ip, hostname, ipMode, ports = [] }) =>
        [ip, hostname, ipMode, ...ports.map(({ port, protocol }) => `${port}/${protocol}`)].join(' '),
      )
      .join('\n');
  return text(a) === text(b);
}

function withoutNodePort(port: ServicePort): ServicePort {
  const rest = { ...port };
  delete rest.nodePort;
  return rest;
}

import type { KubeEvent, Pod, Service } from '@gse/kube';
import type { Endpoint, GameServerSpec, Reason } from '@gse/resources';
import { outsidePort, type AnyGame, type Observed } from '@gse/sdk';
import { servicePortName } from '../workload/service.ts';

/** What the network of a server is read from. */
export interface NetworkSources {
  readonly spec: GameServerSpec;
  readonly game: AnyGame;
  readonly service: Service | undefined;
  readonly pod: Pod | undefined;
  /** What the platform complained of last about the Service. */
  readonly warning: KubeEvent | undefined;
}

/** Where players connect, primary port first. */
export function observeNetwork(sources: NetworkSources): Observed['network'] {
  const { service, spec, game } = sources;
  const type = spec.network?.type ?? 'LoadBalancer';
  const endpoints = exposedPorts(game).flatMap(({ name, protocol, count }): Endpoint[] => {
    const address = service && addressOf(sources, service, name, servicePortName(name, protocol, count));
    return address === undefined ? [] : [{ name, protocol, address }];
  });
  if (endpoints.length > 0) return { state: 'Ready', endpoints };
  if (type === 'LoadBalancer') {
    const reason = noAddress(sources);
    return { state: 'Waiting', endpoints: [], message: reason.message, reason };
  }
  if (type === 'ClusterIP' || service === undefined) return { state: 'Waiting', endpoints: [] };
  const warned = sources.warning?.message;
  return {
    state: 'Waiting',
    endpoints: [],
    message: `The address is that of the node, and known once the server runs on one.${warned === undefined ? '' : ` The platform says: ${warned}`}`,
  };
}

/** The way out of a load balancer that gives nothing. */
export const NODE_PORT_FIX = {
  kind: 'patch' as const,
  title: 'Use a port of the node instead',
  patch: { spec: { network: { type: 'NodePort' } } },
};

function noAddress({ warning }: NetworkSources): Reason {
  const words = warning?.message === undefined ? 'Its load balancers may be used up, or it has none.' : `It says: ${warning.message}`;
  return {
    code: 'NoAddress',
    message: `The platform has not given the server an address yet. ${words} NodePort needs none.`,
    fix: NODE_PORT_FIX,
  };
}

function exposedPorts(game: AnyGame): { name: string; protocol: 'TCP' | 'UDP'; count: number }[] {
  return Object.entries(game.ports)
    .filter(([, port]) => port.exposed)
    .sort(([, a], [, b]) => Number(b.primary ?? false) - Number(a.primary ?? false))
    .flatMap(([name, port]) => port.protocols.map((protocol) => ({ name, protocol, count: port.protocols.length })));
}

function addressOf({ spec: { network }, game, pod }: NetworkSources, service: Service, name: string, portName: string): string | undefined {
  const index = (service.spec.ports ?? []).findIndex((port) => port.name === portName);
  const port = service.spec.ports?.[index];
  if (port === undefined) return undefined;
  // The node that the pod is on, and no other: a port of a node leads to the games on that node only.
  const node = pod?.metadata.deletionTimestamp === undefined ? pod?.status?.hostIP : undefined;
  if (network?.type === 'HostPort') return node === undefined ? undefined : join(node, outsidePort(game, network, name));
  if (service.spec.type === 'ClusterIP') return `${service.metadata.name}.${service.metadata.namespace ?? 'default'}.svc:${port.port}`;
  const ingress = service.status?.loadBalancer?.ingress?.[0];
  const host = ingress?.ip ?? ingress?.hostname;
  if (host !== undefined) {
    // A load balancer that proxies may listen on other ports than the Service names; then it says so.
    return join(host, ingress?.ports?.[index]?.port ?? port.port);
  }
  return service.spec.type === 'NodePort' && port.nodePort !== undefined && node !== undefined ? join(node, port.nodePort) : undefined;
}

function join(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

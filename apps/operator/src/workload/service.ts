import type { Service, ServicePort } from '@gse/kube';
import { outsidePort, type AnyGame } from '@gse/sdk';
import type { GameServer } from '@gse/server-objects';
import { ownedMeta, selectorOf } from './names.ts';

/**
 * How players reach the server. One Service has every port, so TCP and UDP share one address. Inside the cluster, and where the
 * node's own ports are used, a headless one is enough, and far cheaper for the API server than one with a cluster address.
 * @param current the Service as it is
 */
export function buildService(server: GameServer, game: AnyGame, current?: Service): Service {
  const network = server.spec.network;
  const type = network?.type ?? 'LoadBalancer';
  const isInternal = type === 'ClusterIP' || type === 'HostPort';
  const meta = ownedMeta(server, server.metadata.name);
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: type === 'LoadBalancer' ? { ...meta, annotations: loadBalancerAnnotations(server) } : meta,
    spec: {
      type: isInternal ? 'ClusterIP' : type,
      selector: selectorOf(server),
      ports: servicePorts(server, game),
      // A game that does not answer for a moment has players all the same: taking its address away would throw them out.
      publishNotReadyAddresses: true,
      // One that was reached from outside keeps its cluster address, which cannot be taken from it.
      ...(isInternal && !hasClusterAddress(current) && { clusterIP: 'None' }),
      // Players' own addresses reach the game: bans and per-address limits work. Nodes without the pod refuse at once.
      ...(type === 'NodePort' && { externalTrafficPolicy: 'Local' as const }),
      ...(type === 'LoadBalancer' && {
        // Load balancers share an address between different pods only where every node takes all traffic.
        externalTrafficPolicy: network?.sharedAddress === undefined ? ('Local' as const) : ('Cluster' as const),
        // Deprecated for being vague, and yet the one field that MetalLB, Cilium and the clouds all read.
        ...(network?.address !== undefined && { loadBalancerIP: network.address }),
        ...(network?.loadBalancerClass !== undefined && { loadBalancerClass: network.loadBalancerClass }),
        ...(network?.allocateLoadBalancerNodePorts !== undefined && {
          allocateLoadBalancerNodePorts: network.allocateLoadBalancerNodePorts,
        }),
      }),
    },
  };
}

/** Name of an adapter's port in the Service; both transports of one port need a name each. */
export function servicePortName(port: string, protocol: string, protocols: number): string {
  const name = port.replace(/([A-Z])/g, '-$1').toLowerCase();
  return protocols === 1 ? name : `${name}-${protocol.toLowerCase()}`;
}

/** True once the platform has given the Service the ports that the workload will be reached through. */
export function hasItsPorts(service: Service | undefined): boolean {
  if (service === undefined) return false;
  if (service.spec.type === 'ClusterIP' || service.spec.allocateLoadBalancerNodePorts === false) return true;
  return (service.spec.ports ?? []).every((port) => port.nodePort !== undefined);
}

/** True where Kubernetes does not let a Service become what is wanted: a headless one never gets a cluster address later. */
export function mustBeReplaced(current: Service, wanted: Service): boolean {
  return current.spec.clusterIP === 'None' && wanted.spec.clusterIP !== 'None';
}

function servicePorts(server: GameServer, game: AnyGame): ServicePort[] {
  const network = server.spec.network;
  const type = network?.type ?? 'LoadBalancer';
  return Object.entries(game.ports)
    .filter(([, port]) => port.exposed)
    .flatMap(([name, port]) =>
      port.protocols.map((protocol) => ({
        name: servicePortName(name, protocol, port.protocols.length),
        port: type === 'LoadBalancer' ? outsidePort(game, network, name) : port.number,
        targetPort: port.number,
        protocol,
        ...(type === 'NodePort' && network?.ports?.[name] !== undefined && { nodePort: network.ports[name] }),
      })),
    );
}

/** What a person asked for, and the sharing keys of MetalLB and Cilium. Keys have the namespace in front: tenants never share. */
function loadBalancerAnnotations({ metadata, spec: { network } }: GameServer): Record<string, string> {
  const shared = network?.sharedAddress === undefined ? undefined : `${metadata.namespace ?? 'default'}/${network.sharedAddress}`;
  return {
    ...network?.annotations,
    ...(shared !== undefined && { 'metallb.universe.tf/allow-shared-ip': shared, 'lbipam.cilium.io/sharing-key': shared }),
  };
}

function hasClusterAddress(service: Service | undefined): boolean {
  const address = service?.spec.clusterIP;
  return address !== undefined && address !== '' && address !== 'None';
}

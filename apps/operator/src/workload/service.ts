import type { Service } from '@gse/kube';
import type { AnyGame } from '@gse/sdk';
import type { GameServer } from '@gse/server-objects';
import { ownedMeta, selectorOf } from './names.ts';

/**
 * How players reach the server. Inside the cluster a headless Service is enough, and far cheaper for the API server than
 * one with a cluster address.
 */
export function buildService(server: GameServer, game: AnyGame): Service {
  const type = server.spec.network?.type ?? 'LoadBalancer';
  const ports = Object.entries(game.ports)
    .filter(([, port]) => port.exposed)
    .flatMap(([name, port]) =>
      port.protocols.map((protocol) => ({
        name: servicePortName(name, protocol, port.protocols.length),
        port: port.number,
        targetPort: port.number,
        protocol,
      })),
    );
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: ownedMeta(server, server.metadata.name),
    spec: {
      type,
      selector: selectorOf(server),
      ports,
      // Players' own addresses reach the game: bans and per-address limits work.
      ...(type === 'ClusterIP' ? { clusterIP: 'None' } : { externalTrafficPolicy: 'Local' as const }),
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

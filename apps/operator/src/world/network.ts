import type { Service } from '@gse/kube';
import type { Endpoint } from '@gse/resources';
import type { AnyGame, Observed } from '@gse/sdk';
import { servicePortName } from '../workload/service.ts';

/** Where players connect, primary port first. */
export function observeNetwork(service: Service | undefined, game: AnyGame): Observed['network'] {
  if (service === undefined) return { state: 'Waiting', endpoints: [] };
  const { type } = service.spec;
  const endpoints = exposedPorts(game).flatMap(({ name, protocol, count }): Endpoint[] => {
    const index = (service.spec.ports ?? []).findIndex((port) => port.name === servicePortName(name, protocol, count));
    const address = index < 0 ? undefined : addressOf(service, index);
    return address === undefined ? [] : [{ name, protocol, address }];
  });
  if (endpoints.length > 0) return { state: 'Ready', endpoints };
  if (type === 'LoadBalancer')
    return {
      state: 'Waiting',
      endpoints: [],
      message: 'The platform has not given the server an address yet. Its load balancers may be used up; NodePort needs none.',
    };
  return { state: 'Waiting', endpoints: [] };
}

function exposedPorts(game: AnyGame): { name: string; protocol: 'TCP' | 'UDP'; count: number }[] {
  return Object.entries(game.ports)
    .filter(([, port]) => port.exposed)
    .sort(([, a], [, b]) => Number(b.primary ?? false) - Number(a.primary ?? false))
    .flatMap(([name, port]) => port.protocols.map((protocol) => ({ name, protocol, count: port.protocols.length })));
}

function addressOf(service: Service, index: number): string | undefined {
  const port = service.spec.ports?.[index];
  if (port === undefined) return undefined;
  if (service.spec.type === 'ClusterIP') return `${service.metadata.name}.${service.metadata.namespace ?? 'default'}.svc:${port.port}`;
  const ingress = service.status?.loadBalancer?.ingress?.[0];
  const host = ingress?.ip ?? ingress?.hostname;
  if (host !== undefined) {
    // A load balancer that proxies may listen on other ports than the Service names; then it says so.
    return join(host, ingress?.ports?.[index]?.port ?? port.port);
  }
  return service.spec.type === 'NodePort' && port.nodePort !== undefined ? join('<node>', port.nodePort) : undefined;
}

function join(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

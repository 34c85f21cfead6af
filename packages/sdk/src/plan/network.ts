import type { GameServerSpec } from '@gse/resources';
import type { AnyGame } from '../game/definition.ts';
import type { Problem } from './plan.ts';

/**
 * Annotations that a person may have put on the Service, by key or by the domain before the slash. What is missing is missing on
 * purpose: an address is asked for with `network.address` and shared with `network.sharedAddress`, which stay inside the namespace
 * (the load balancers' own sharing keys reach over all tenants), and names in the DNS are not a tenant's to claim.
 */
const LOAD_BALANCER_ANNOTATIONS: { readonly keys: readonly string[]; readonly domains: readonly string[] } = {
  keys: ['metallb.io/address-pool', 'metallb.universe.tf/address-pool', 'networking.gke.io/load-balancer-type'],
  domains: ['service.beta.kubernetes.io', 'load-balancer.hetzner.cloud', 'loadbalancer.openstack.org'],
};

/** What of the network wish cannot be met, with the path of the field. */
export function networkProblems(game: AnyGame, network: GameServerSpec['network']): Problem[] {
  if (network === undefined) return [];
  return [
    ...portProblems(game, network.ports ?? {}),
    ...Object.keys(network.annotations ?? {})
      .filter((key) => !isAllowed(key))
      .map((key) => ({
        path: 'spec.network.annotations',
        message: `${key} is not passed on; allowed are ${[...LOAD_BALANCER_ANNOTATIONS.keys, ...LOAD_BALANCER_ANNOTATIONS.domains.map((domain) => `${domain}/…`)].join(', ')}`,
      })),
    ...(network.address !== undefined && !isAddress(network.address)
      ? [{ path: 'spec.network.address', message: `${network.address} is not an IP address` }]
      : []),
  ];
}

/** The number of an exposed port outside, where it has one of its own: as wished, else the game's. */
export function outsidePort(game: AnyGame, network: GameServerSpec['network'], port: string): number {
  const wished = network?.ports;
  return (wished !== undefined && Object.hasOwn(wished, port) ? wished[port] : undefined) ?? game.ports[port]?.number ?? 0;
}

function portProblems(game: AnyGame, wished: Readonly<Record<string, number>>): Problem[] {
  const exposed = Object.entries(game.ports).filter(([, port]) => port.exposed);
  const problems: Problem[] = Object.keys(wished)
    .filter((name) => !exposed.some(([known]) => known === name))
    .map((name) => ({
      path: `spec.network.ports.${name}`,
      message: `${game.title} has no such port to be reached by; it has ${exposed.map(([known]) => known).join(', ')}`,
    }));
  const takenBy = new Map<string, string>();
  for (const [name, { protocols }] of exposed) {
    for (const protocol of protocols) {
      const number = outsidePort(game, { type: 'LoadBalancer', ports: wished }, name);
      const other = takenBy.get(`${number}/${protocol}`);
      if (other === undefined) takenBy.set(`${number}/${protocol}`, name);
      else problems.push({ path: `spec.network.ports.${name}`, message: `${number} is the number of ${other} already (${protocol})` });
    }
  }
  return problems;
}

function isAllowed(key: string): boolean {
  const slash = key.indexOf('/');
  return LOAD_BALANCER_ANNOTATIONS.keys.includes(key) || LOAD_BALANCER_ANNOTATIONS.domains.includes(key.slice(0, Math.max(0, slash)));
}

function isAddress(text: string): boolean {
  const parts = text.split('.');
  if (parts.length === 4) return parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
  return URL.canParse(`http://[${text}]/`);
}

import type { Service, ServicePort } from '@gse/kube';

/** What can be asked for on a port. */
export type Protocol = NonNullable<ServicePort['protocol']>;

/** Whether a port can be bound on this machine right now. */
export type IsPortFree = (port: number, protocol: Protocol) => Promise<boolean>;

/** What {@link allocateNodePorts} decides with. */
export interface PortMarket {
  /** Whether the service may keep a port it has: no older service has it too. */
  mayKeep(protocol: Protocol, port: number): boolean;
  /** Whether any other service has it. */
  isTaken(protocol: Protocol, port: number): boolean;
  isPortFree: IsPortFree;
}

const lowestFallback = 1024;
const highestPort = 65_535;

/** A Service port without a protocol is TCP. */
export function protocolOf({ protocol }: ServicePort): Protocol {
  return protocol ?? 'TCP';
}

/** The older service keeps what two have. */
export function isOlder(a: Service, b: Service): boolean {
  const age = ({ metadata }: Service) => `${metadata.creationTimestamp ?? ''} ${metadata.uid ?? ''}`;
  return age(a) < age(b);
}

/** Wanted number first, then upwards, then from the bottom of what needs no privileges. */
function* candidates(sibling: number | undefined, wanted: number): Generator<number> {
  if (sibling !== undefined) yield sibling;
  for (let port = wanted; port <= highestPort; port++) yield port;
  for (let port = lowestFallback; port < wanted; port++) yield port;
}

/**
 * Gives every port of a service a number of this machine, in the order of the ports: what it has stays; what is new
 * gets the port's own number when it can, the next free one upwards otherwise. TCP and UDP of one port get the same
 * number, because players know only one. Undefined where nothing is free.
 */
export async function allocateNodePorts(ports: ServicePort[], market: PortMarket): Promise<number[] | undefined> {
  const own = new Set<string>();
  const key = (protocol: Protocol, port: number) => `${protocol}/${port}`;
  const allocated = ports.map((port) => {
    const { nodePort } = port;
    const protocol = protocolOf(port);
    if (!nodePort || own.has(key(protocol, nodePort)) || !market.mayKeep(protocol, nodePort)) return undefined;
    own.add(key(protocol, nodePort));
    return nodePort;
  });

  async function fits(candidate: number, protocols: Protocol[]): Promise<boolean> {
    for (const protocol of protocols) {
      if (own.has(key(protocol, candidate)) || market.isTaken(protocol, candidate)) return false;
    }
    for (const protocol of protocols) if (!(await market.isPortFree(candidate, protocol))) return false;
    return true;
  }

  for (const [index, { port }] of ports.entries()) {
    if (allocated[index] !== undefined) continue;
    const group = ports.flatMap((each, at) => (each.port === port ? [at] : []));
    const missing = group.filter((at) => allocated[at] === undefined);
    const protocols = missing.flatMap((at) => (ports[at] ? [protocolOf(ports[at])] : []));
    const sibling = group.map((at) => allocated[at]).find((nodePort) => nodePort !== undefined);
    for (const candidate of candidates(sibling, port)) {
      if (!(await fits(candidate, protocols))) continue;
      for (const at of missing) allocated[at] = candidate;
      for (const protocol of protocols) own.add(key(protocol, candidate));
      break;
    }
  }
  return allocated.every((port) => port !== undefined) ? allocated : undefined;
}

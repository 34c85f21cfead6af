import type { ContainerPort, Pod, Service } from '@gse/kube';
import type { PortMapping } from '../runtime/container-runtime.ts';

/** Says on the pod where this machine listens for its ports: `{"25565/TCP":"127.0.0.1:25565"}`. */
export const portMapAnnotation = 'node.gse.cozystack.io/port-map';

/** Ports by `<container port>/<protocol>`, each with its `host:port`; the form of {@link portMapAnnotation} and of `GSE_PORT_MAP`. */
export function formatPortMap(ports: readonly PortMapping[]): string {
  return JSON.stringify(Object.fromEntries(ports.map((port) => [portKey(port), `${port.hostIP}:${port.hostPort}`])));
}

/** Reads {@link formatPortMap} back; what is not understood is left out. */
export function parsePortMap(text: string | undefined): PortMapping[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text ?? '{}');
  } catch {
    return [];
  }
  if (typeof parsed !== 'object' || parsed === null) return [];
  return Object.entries(parsed).flatMap(([key, value]): PortMapping[] => {
    const from = /^(\d+)\/(TCP|UDP)$/.exec(key);
    const to = /^(.+):(\d+)$/.exec(String(value));
    if (!from || !to) return [];
    return [
      {
        containerPort: Number(from[1]),
        protocol: from[2] === 'UDP' ? 'UDP' : 'TCP',
        hostIP: to[1] ?? '',
        hostPort: Number(to[2]),
      },
    ];
  });
}

/** One port a pod's containers declare; a port that several declare is one port. */
export interface PodPort {
  containerPort: number;
  protocol: 'TCP' | 'UDP';
  /** The host port that is prescribed: by a Service's node port or by the pod itself. */
  publicPort: number | undefined;
}

/** `25565/TCP`. */
export function portKey(port: { containerPort: number; protocol: string }): string {
  return `${port.containerPort}/${port.protocol}`;
}

/** Every port of the pod, with the node port of the first Service (by name) that selects the pod and exposes it. */
export function podPorts(pod: Pod, services: readonly Service[]): PodPort[] {
  const declared = [...(pod.spec.initContainers ?? []), ...pod.spec.containers].flatMap((container) => container.ports ?? []);
  const selecting = services.filter((service) => exposes(service, pod)).toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  const found = new Map<string, PodPort>();
  for (const port of declared) {
    const protocol = port.protocol ?? 'TCP';
    if (protocol === 'SCTP') continue;
    const publicPort = nodePortFor(port, selecting) ?? port.hostPort;
    const known = found.get(portKey({ containerPort: port.containerPort, protocol }));
    if (known) known.publicPort ??= publicPort;
    else found.set(portKey({ containerPort: port.containerPort, protocol }), { containerPort: port.containerPort, protocol, publicPort });
  }
  return [...found.values()];
}

/** Whether the Service opens node ports for the pod. */
export function exposes(service: Service, pod: Pod): boolean {
  const { selector, type } = service.spec;
  if (type !== 'NodePort' && type !== 'LoadBalancer') return false;
  if (service.metadata.namespace !== pod.metadata.namespace || service.metadata.deletionTimestamp) return false;
  const entries = Object.entries(selector ?? {});
  return entries.length > 0 && entries.every(([name, value]) => pod.metadata.labels?.[name] === value);
}

function nodePortFor(port: ContainerPort, services: readonly Service[]): number | undefined {
  for (const service of services) {
    for (const exposed of service.spec.ports ?? []) {
      const target = exposed.targetPort ?? exposed.port;
      const isTarget = target === port.containerPort || (port.name !== undefined && target === port.name);
      if (isTarget && exposed.nodePort && (exposed.protocol ?? 'TCP') === (port.protocol ?? 'TCP')) return exposed.nodePort;
    }
  }
  return undefined;
}

import type { ContainerIdentity, ContainerSpec } from '../runtime/container-runtime.ts';
import type { UserMapping } from './user-mapping.ts';

/** Size of one log file kept by the engine; it keeps two. */
const logMaxSize = '8m';

const labels = {
  instance: 'node.gse.cozystack.io/instance',
  attempt: 'node.gse.cozystack.io/attempt',
  podNamespace: 'io.kubernetes.pod.namespace',
  podName: 'io.kubernetes.pod.name',
  podUid: 'io.kubernetes.pod.uid',
  container: 'io.kubernetes.container.name',
} as const;

/** The label filter that finds one node's containers, and nobody else's, on a shared engine. */
export function instanceFilter(instance: string): string {
  return JSON.stringify({ label: [`${labels.instance}=${instance}`] });
}

/** The identity a container was labelled with; undefined when it is not one of ours. */
export function readIdentity(found: Record<string, string> | null | undefined): ContainerIdentity | undefined {
  const podUid = found?.[labels.podUid];
  const container = found?.[labels.container];
  const attempt = Number(found?.[labels.attempt]);
  if (!found || !podUid || !container || !Number.isSafeInteger(attempt)) return undefined;
  return { podUid, container, attempt, podNamespace: found[labels.podNamespace] ?? '', podName: found[labels.podName] ?? '' };
}

/** A name that says at a glance what it is (`docker ps`) and cannot be taken twice. */
export function containerName({ podNamespace, podName, podUid, container, attempt }: ContainerIdentity): string {
  return `gse_${podNamespace}_${podName}_${container}_${podUid.slice(0, 8)}_${attempt}`;
}

/** A process limit of containers, as the engine takes it. */
export interface Ulimit {
  Name: string;
  Soft: number;
  Hard: number;
}

/** The body of `POST /containers/create`. */
export function createRequest(spec: ContainerSpec, image: string, instance: string, mapping: UserMapping, ulimits: Ulimit[]): object {
  const { identity, container } = spec;
  const security = container.securityContext ?? {};
  const port = ({ containerPort, protocol }: { containerPort: number; protocol: string }) => `${containerPort}/${protocol.toLowerCase()}`;
  return {
    Image: image,
    Hostname: spec.pod.spec.hostname ?? identity.podName.slice(0, 63),
    Env: Object.entries(spec.env).map(([name, value]) => `${name}=${value}`),
    ...(spec.command ? { Entrypoint: spec.command, Cmd: spec.args ?? [] } : {}),
    ...(!spec.command && spec.args ? { Cmd: spec.args } : {}),
    ...(container.workingDir ? { WorkingDir: container.workingDir } : {}),
    ...(mapping.user ? { User: mapping.user } : {}),
    Tty: container.tty ?? false,
    OpenStdin: container.stdin ?? false,
    StdinOnce: false,
    ExposedPorts: Object.fromEntries(spec.ports.map((mapped) => [port(mapped), {}])),
    Labels: {
      [labels.instance]: instance,
      [labels.podNamespace]: identity.podNamespace,
      [labels.podName]: identity.podName,
      [labels.podUid]: identity.podUid,
      [labels.container]: identity.container,
      [labels.attempt]: String(identity.attempt),
    },
    HostConfig: {
      Mounts: spec.mounts.map((mount) => ({
        Type: 'bind',
        Source: mount.hostPath,
        Target: mount.mountPath,
        ReadOnly: mount.readOnly,
      })),
      PortBindings: Object.fromEntries(
        spec.ports.map((mapped) => [port(mapped), [{ HostIp: mapped.hostIP, HostPort: String(mapped.hostPort) }]]),
      ),
      // Swap would let a server that outgrew its memory crawl instead of being restarted.
      ...(spec.limits.memoryBytes ? { Memory: spec.limits.memoryBytes, MemorySwap: spec.limits.memoryBytes } : {}),
      ...(spec.limits.cpuMillis ? { NanoCpus: spec.limits.cpuMillis * 1_000_000 } : {}),
      CapDrop: security.capabilities?.drop ?? [],
      CapAdd: security.capabilities?.add ?? [],
      SecurityOpt: security.allowPrivilegeEscalation === false ? ['no-new-privileges'] : [],
      ReadonlyRootfs: security.readOnlyRootFilesystem ?? false,
      ...(mapping.userNamespace ? { UsernsMode: mapping.userNamespace } : {}),
      ...(ulimits.length > 0 ? { Ulimits: ulimits } : {}),
      LogConfig: { Type: 'json-file', Config: { 'max-size': logMaxSize, 'max-file': '2' } },
      RestartPolicy: { Name: 'no' },
    },
  };
}

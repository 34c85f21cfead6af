import type { Container, KeySelector, KeyToPath, Pod, Volume } from '@gse/kube';

/** A file made from a field of the pod. */
export interface DownwardFile {
  path: string;
  fieldRef?: { fieldPath: string } | undefined;
  mode?: number | undefined;
}

/** One source of a projected volume. */
export interface ProjectionSource {
  secret?: { name: string; items?: KeyToPath[] | undefined; optional?: boolean | undefined } | undefined;
  configMap?: { name: string; items?: KeyToPath[] | undefined; optional?: boolean | undefined } | undefined;
  downwardAPI?: { items?: DownwardFile[] | undefined } | undefined;
  serviceAccountToken?: object | undefined;
}

/** A volume with the kinds of source that only the node reads. */
export type NodeVolume = Volume & {
  downwardAPI?: { items?: DownwardFile[] | undefined; defaultMode?: number | undefined } | undefined;
  projected?: { sources?: ProjectionSource[] | undefined; defaultMode?: number | undefined } | undefined;
};

/** A container with the fields that only the node reads. */
export type NodeContainer = Container & {
  envFrom?:
    | {
        prefix?: string | undefined;
        secretRef?: Omit<KeySelector, 'key'> | undefined;
        configMapRef?: Omit<KeySelector, 'key'> | undefined;
      }[]
    | undefined;
};

/** All containers of a pod in the order in which they start. */
export function allContainers(pod: Pod): NodeContainer[] {
  return [...(pod.spec.initContainers ?? []), ...pod.spec.containers];
}

/** The value a `fieldRef` refers to; undefined for a path that Kubernetes does not offer either. */
export function podField(pod: Pod, fieldPath: string, podIP: string): string | undefined {
  const keyed = /^metadata\.(labels|annotations)\['([^']+)'\]$/.exec(fieldPath);
  if (keyed) return (keyed[1] === 'labels' ? pod.metadata.labels : pod.metadata.annotations)?.[keyed[2] ?? ''] ?? '';
  switch (fieldPath) {
    case 'metadata.name':
      return pod.metadata.name;
    case 'metadata.namespace':
      return pod.metadata.namespace ?? 'default';
    case 'metadata.uid':
      return pod.metadata.uid ?? '';
    case 'metadata.labels':
      return lines(pod.metadata.labels);
    case 'metadata.annotations':
      return lines(pod.metadata.annotations);
    case 'spec.nodeName':
      return pod.spec.nodeName ?? '';
    case 'spec.serviceAccountName':
      return pod.spec.serviceAccountName ?? 'default';
    case 'status.podIP':
    case 'status.podIPs':
    case 'status.hostIP':
      return podIP;
    default:
      return undefined;
  }
}

function lines(entries: Record<string, string> | undefined): string {
  return Object.entries(entries ?? {})
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${JSON.stringify(value)}\n`)
    .join('');
}

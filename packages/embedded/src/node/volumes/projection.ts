import type { ConfigMap, KeyToPath, Pod, Secret } from '@gse/kube';
import { NodeError } from '../errors.ts';
import type { ObjectLookup } from '../pod/container-env.ts';
import { podField, type DownwardFile, type NodeVolume } from '../pod/pod-extras.ts';
import type { VolumeFile } from './atomic-folder.ts';

/** What Kubernetes fills in where a volume says no mode. */
const defaultMode = 0o644;

/**
 * The files of a volume that is made from objects (Secret, ConfigMap, downwardAPI, projected); undefined for any other volume.
 * Files of Secrets are for their one reader only, unless the volume asks for a mode of its own. `hasOwner` says whether the reader is known.
 */
export function volumeFiles(
  volume: NodeVolume,
  pod: Pod,
  objects: ObjectLookup,
  podIP: string,
  hasOwner: boolean,
): VolumeFile[] | undefined {
  const namespace = pod.metadata.namespace ?? 'default';
  const secretMode = hasOwner ? 0o400 : 0o444;
  if (volume.secret) {
    const { secretName, optional, items } = volume.secret;
    const mode = chosenMode(volume.secret.defaultMode) ?? secretMode;
    return fromSecret(need('secret', secretName, objects.secret(namespace, secretName), optional), items, mode, optional);
  }
  if (volume.configMap) {
    const { name, optional, items } = volume.configMap;
    return fromConfigMap(
      need('configmap', name, objects.configMap(namespace, name), optional),
      items,
      volume.configMap.defaultMode ?? defaultMode,
      optional,
    );
  }
  if (volume.downwardAPI) return fromPod(volume.downwardAPI.items, pod, podIP, volume.downwardAPI.defaultMode ?? defaultMode);
  if (!volume.projected) return undefined;
  const mode = volume.projected.defaultMode ?? defaultMode;
  return (volume.projected.sources ?? []).flatMap(({ secret, configMap, downwardAPI, serviceAccountToken }) => {
    if (secret) {
      const found = need('secret', secret.name, objects.secret(namespace, secret.name), secret.optional);
      return fromSecret(found, secret.items, chosenMode(mode) ?? secretMode, secret.optional);
    }
    if (configMap) {
      return fromConfigMap(
        need('configmap', configMap.name, objects.configMap(namespace, configMap.name), configMap.optional),
        configMap.items,
        mode,
        configMap.optional,
      );
    }
    if (downwardAPI) return fromPod(downwardAPI.items, pod, podIP, mode);
    if (serviceAccountToken) {
      const message = `volume "${volume.name}": this node issues no service account tokens; set automountServiceAccountToken: false`;
      throw new NodeError('GSE_VOLUME_UNAVAILABLE', message);
    }
    return [];
  });
}

/** The API server fills in 0644 where nobody chose a mode, so that value says nothing. */
function chosenMode(mode: number | undefined): number | undefined {
  return mode === defaultMode ? undefined : mode;
}

function need<T>(kind: string, name: string, found: T | undefined, optional: boolean | undefined): T | undefined {
  if (found === undefined && !optional) throw new NodeError('GSE_VOLUME_UNAVAILABLE', `${kind} "${name}" not found`);
  return found;
}

function fromSecret(secret: Secret | undefined, items: KeyToPath[] | undefined, mode: number, optional: boolean | undefined): VolumeFile[] {
  const data = Object.entries(secret?.data ?? {}).map(([key, value]): [string, Uint8Array] => [key, Buffer.from(value, 'base64')]);
  return select(new Map(data), items, mode, `secret "${secret?.metadata.name}"`, optional === true);
}

function fromConfigMap(
  configMap: ConfigMap | undefined,
  items: KeyToPath[] | undefined,
  mode: number,
  optional: boolean | undefined,
): VolumeFile[] {
  const data = new Map<string, Uint8Array>();
  for (const [key, value] of Object.entries(configMap?.data ?? {})) data.set(key, Buffer.from(value));
  for (const [key, value] of Object.entries(configMap?.binaryData ?? {})) data.set(key, Buffer.from(value, 'base64'));
  return select(data, items, mode, `configmap "${configMap?.metadata.name}"`, optional === true);
}

function fromPod(items: DownwardFile[] | undefined, pod: Pod, podIP: string, mode: number): VolumeFile[] {
  return (items ?? []).map((item) => {
    const value = item.fieldRef && podField(pod, item.fieldRef.fieldPath, podIP);
    if (value === undefined)
      throw new NodeError('GSE_VOLUME_UNAVAILABLE', `there is no pod field ${item.fieldRef?.fieldPath} for the file ${item.path}`);
    return { path: safePath(item.path), content: Buffer.from(value), mode: item.mode ?? mode };
  });
}

function select(
  data: Map<string, Uint8Array>,
  items: KeyToPath[] | undefined,
  mode: number,
  source: string,
  mayMiss: boolean,
): VolumeFile[] {
  if (!items || items.length === 0) return [...data].map(([key, content]) => ({ path: safePath(key), content, mode }));
  return items.flatMap((item) => {
    const content = data.get(item.key);
    if (content) return [{ path: safePath(item.path), content, mode: item.mode ?? mode }];
    if (mayMiss) return [];
    throw new NodeError('GSE_VOLUME_UNAVAILABLE', `${source} has no key "${item.key}"`);
  });
}

/** Paths come from objects that people write: none may lead out of the volume, nor look like the volume's own bookkeeping. */
function safePath(path: string): string {
  const parts = path.split('/');
  if (path === '' || parts.some((part) => part === '' || part === '.' || part.startsWith('..'))) {
    throw new NodeError('GSE_VOLUME_UNAVAILABLE', `"${path}" is not a path inside a volume`);
  }
  return path;
}

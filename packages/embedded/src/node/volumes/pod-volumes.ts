import { chmod, chown, mkdir, realpath, rm } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { Pod } from '@gse/kube';
import { NodeError } from '../errors.ts';
import type { ObjectLookup } from '../pod/container-env.ts';
import type { NodeContainer, NodeVolume } from '../pod/pod-extras.ts';
import type { ContainerUser, Mount } from '../runtime/container-runtime.ts';
import { writeAtomically } from './atomic-folder.ts';
import { volumeOwner } from './ownership.ts';
import { volumeFiles } from './projection.ts';

export interface PodVolumesOptions {
  dataDir: string;
  objects: ObjectLookup;
  /** The folder of a claim; throws when it does not exist. */
  claimFolder(namespace: string, claimName: string): Promise<string>;
  podIP: string;
  isRoot: boolean;
}

/** The folders behind a pod's volumes. Everything but claims lives in `<dataDir>/pods/<uid>`, which only this process' user may enter. */
export class PodVolumes {
  readonly #options: PodVolumesOptions;

  constructor(options: PodVolumesOptions) {
    this.#options = options;
  }

  /** Makes every volume of the pod exist, current and owned by its user; returns the folders by volume name. */
  async prepare(pod: Pod): Promise<Map<string, string>> {
    const podFolder = this.podFolder(pod.metadata.uid ?? '');
    await mkdir(podFolder, { recursive: true, mode: 0o700 });
    const owner = volumeOwner(pod, this.#options.isRoot);
    const folders = new Map<string, string>();
    for (const volume of pod.spec.volumes ?? []) folders.set(volume.name, await this.#prepareVolume(pod, volume, owner));
    return folders;
  }

  /** Writes changed Secrets, ConfigMaps and fields into the volumes of a running pod. */
  async refresh(pod: Pod): Promise<void> {
    const owner = volumeOwner(pod, this.#options.isRoot);
    for (const volume of pod.spec.volumes ?? []) await this.#writeFiles(pod, volume, owner);
  }

  /** What a container mounts, on this machine. */
  async mounts(container: NodeContainer, folders: ReadonlyMap<string, string>, owner: ContainerUser | undefined): Promise<Mount[]> {
    const mounts: Mount[] = [];
    for (const { name, mountPath, subPath, readOnly } of container.volumeMounts ?? []) {
      const folder = folders.get(name);
      if (folder === undefined) throw new NodeError('GSE_VOLUME_UNAVAILABLE', `the pod has no volume "${name}"`);
      const hostPath = subPath ? await subFolder(folder, subPath, owner) : folder;
      mounts.push({ hostPath, mountPath, readOnly: readOnly ?? false });
    }
    return mounts;
  }

  /** Removes everything of the pod but its claims. */
  async remove(podUid: string): Promise<void> {
    await rm(this.podFolder(podUid), { recursive: true, force: true });
  }

  podFolder(podUid: string): string {
    return join(this.#options.dataDir, 'pods', podUid);
  }

  async #prepareVolume(pod: Pod, volume: NodeVolume, owner: ContainerUser | undefined): Promise<string> {
    const namespace = pod.metadata.namespace ?? 'default';
    if (volume.persistentVolumeClaim) {
      const folder = await this.#options.claimFolder(namespace, volume.persistentVolumeClaim.claimName);
      if (owner) await own(folder, owner, 0o2770);
      return folder;
    }
    if (volume.hostPath) return volume.hostPath.path;
    const folder = this.#volumeFolder(pod, volume);
    if (volume.emptyDir) {
      await mkdir(folder, { recursive: true });
      if (owner) await own(folder, owner, 0o2777);
      else await chmod(folder, 0o777);
      return folder;
    }
    if (await this.#writeFiles(pod, volume, owner)) return folder;
    throw new NodeError('GSE_VOLUME_UNAVAILABLE', `volume "${volume.name}" is of a kind this node does not know`);
  }

  async #writeFiles(pod: Pod, volume: NodeVolume, owner: ContainerUser | undefined): Promise<boolean> {
    const files = volumeFiles(volume, pod, this.#options.objects, this.#options.podIP, owner !== undefined || !this.#options.isRoot);
    if (!files) return false;
    await writeAtomically(this.#volumeFolder(pod, volume), files, owner);
    return true;
  }

  #volumeFolder(pod: Pod, volume: NodeVolume): string {
    return join(this.podFolder(pod.metadata.uid ?? ''), 'volumes', volume.name);
  }
}

async function own(folder: string, owner: ContainerUser, mode: number): Promise<void> {
  await chown(folder, owner.uid, owner.gid);
  await chmod(folder, mode);
}

/** A folder inside a volume, made if need be. What the game put there is not trusted: a link that leads out of the volume is refused. */
async function subFolder(volume: string, subPath: string, owner: ContainerUser | undefined): Promise<string> {
  const parts = subPath.split('/').filter((part) => part !== '' && part !== '.');
  if (subPath.startsWith('/') || parts.includes('..')) {
    throw new NodeError('GSE_VOLUME_UNAVAILABLE', `the subPath "${subPath}" leads out of its volume`);
  }
  const root = await realpath(volume);
  let folder = root;
  // Step by step, so that nothing is made behind a link either.
  for (const part of parts) {
    const next = join(folder, part);
    const isNew = await mkdir(next, { mode: 0o770 }).then(() => true, ignoreExisting);
    if (isNew && owner) await chown(next, owner.uid, owner.gid);
    folder = await realpath(next);
    if (!folder.startsWith(root + sep))
      throw new NodeError('GSE_VOLUME_UNAVAILABLE', `the subPath "${subPath}" is a link out of its volume`);
  }
  return folder;
}

function ignoreExisting(error: unknown): false {
  if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
  throw error;
}

import { lchown, lstat, opendir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pod } from '@gse/kube';
import type { NodeContainer } from '../pod/pod-extras.ts';
import type { ContainerUser } from '../runtime/container-runtime.ts';

/** Who a container runs as; undefined when the pod leaves it to the image. */
export function containerUser(pod: Pod, container: NodeContainer): ContainerUser | undefined {
  const ofPod = pod.spec.securityContext ?? {};
  const uid = container.securityContext?.runAsUser ?? ofPod.runAsUser;
  if (uid === undefined) return undefined;
  return { uid, gid: container.securityContext?.runAsGroup ?? ofPod.runAsGroup ?? ofPod.fsGroup ?? uid };
}

/** Who should own the pod's folders: the user its containers run as. Undefined when this process may not give anything away. */
export function volumeOwner(pod: Pod, isRoot: boolean): ContainerUser | undefined {
  if (!isRoot) return undefined;
  const user = pod.spec.containers.map((container) => containerUser(pod, container)).findLast((found) => found !== undefined);
  const fsGroup = pod.spec.securityContext?.fsGroup;
  if (user) return { uid: user.uid, gid: fsGroup ?? user.gid };
  return fsGroup === undefined ? undefined : { uid: 0, gid: fsGroup };
}

/**
 * Gives a folder and everything in it to one owner, links themselves included, and never follows one.
 * What already has the owner costs a look only.
 */
export async function giveAway(path: string, owner: ContainerUser, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const found = await lstat(path).catch(() => undefined);
  if (!found) return;
  if (found.uid !== owner.uid || found.gid !== owner.gid) await lchown(path, owner.uid, owner.gid).catch(ignoreMissing);
  if (!found.isDirectory()) return;
  const folder = await opendir(path).catch(ignoreMissing);
  if (!folder) return;
  for await (const entry of folder) await giveAway(join(path, entry.name), owner, signal);
}

/** A game that runs meanwhile may delete its files. */
function ignoreMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}

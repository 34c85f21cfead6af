import type { ContainerUser } from '../runtime/container-runtime.ts';
import type { Engine } from './detect.ts';

/** The process the node runs as; undefined where the system has no user ids. */
export interface NodeUser {
  uid: number;
  gid: number;
}

/** How a container's user is asked for. */
export interface UserMapping {
  /** The container's user; undefined leaves the image's own. */
  user: string | undefined;
  /** The user namespace; undefined leaves the engine's default. */
  userNamespace: string | undefined;
}

/**
 * Chooses the user of a container so that the game (in the container) and its agent (a program of this machine) can write each
 * other's files in the shared folders:
 * - node and engine as root: the wanted user; the node gives it the folders.
 * - rootless Podman: the wanted user, mapped onto the user who runs the engine (`keep-id`).
 * - rootless Docker: the container's root, which is that user.
 * - the node without root on an engine with root (a member of the `docker` group): the node's own user; the wanted one could not
 *   write into the node's folders, and the node could not give them away.
 * - macOS: the engine's virtual machine maps owners by itself.
 */
export function mapUser(
  engine: Pick<Engine, 'kind' | 'isRootless'>,
  node: NodeUser | undefined,
  platform: string,
  wanted: ContainerUser | undefined,
): UserMapping {
  const asWanted = wanted ? `${wanted.uid}:${wanted.gid}` : undefined;
  if (engine.isRootless && engine.kind === 'podman') {
    return { user: asWanted, userNamespace: wanted ? `keep-id:uid=${wanted.uid},gid=${wanted.gid}` : undefined };
  }
  if (engine.isRootless) return { user: '0:0', userNamespace: undefined };
  if (platform === 'darwin' || !node || node.uid === 0) return { user: asWanted, userNamespace: undefined };
  return { user: `${node.uid}:${node.gid}`, userNamespace: undefined };
}

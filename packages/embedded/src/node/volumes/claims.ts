import { mkdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  addFinalizer,
  hasFinalizer,
  isConflict,
  persistentVolumeClaims,
  removeFinalizer,
  type Cache,
  type KubeClient,
  type PersistentVolumeClaim,
  type Pod,
} from '@gse/kube';
import { NodeError } from '../errors.ts';

/** Holds a claim until its folder is removed, so that neither is ever forgotten, whatever is killed when. */
const claimFinalizer = 'node.gse.cozystack.io/volume';

export interface ClaimFoldersOptions {
  client: KubeClient;
  dataDir: string;
  claims: Cache<PersistentVolumeClaim>;
  pods: Cache<Pod>;
}

/** Persistent volumes as folders: `<dataDir>/volumes/<namespace>/<claim>`, removed when the claim is deleted and in no other case. */
export class ClaimFolders {
  readonly #options: ClaimFoldersOptions;

  constructor(options: ClaimFoldersOptions) {
    this.#options = options;
  }

  /** The folder of a claim, made if need be. From then on the claim's deletion waits for {@link removeDeleted}. */
  async use(namespace: string, claimName: string): Promise<string> {
    const { client, claims } = this.#options;
    const found = claims.get(namespace, claimName);
    if (!found) throw new NodeError('GSE_VOLUME_UNAVAILABLE', `persistentvolumeclaim "${claimName}" not found`);
    if (found.metadata.deletionTimestamp) {
      throw new NodeError('GSE_VOLUME_UNAVAILABLE', `persistentvolumeclaim "${claimName}" is being deleted`);
    }
    await addFinalizer(client, persistentVolumeClaims, found, claimFinalizer).catch(async (error: unknown) => {
      if (!isConflict(error)) throw error;
      // Somebody else, the binder for one, has just changed it.
      const fresh = await client.get(persistentVolumeClaims, { namespace, name: claimName });
      await addFinalizer(client, persistentVolumeClaims, fresh, claimFinalizer);
    });
    const folder = this.#folder(namespace, claimName);
    await mkdir(folder, { recursive: true, mode: 0o770 });
    return folder;
  }

  /** Removes the folder of a claim that is being deleted, once no pod uses it, and lets the claim go. */
  async removeDeleted(claim: PersistentVolumeClaim): Promise<void> {
    if (!claim.metadata.deletionTimestamp || !hasFinalizer(claim, claimFinalizer) || this.#isUsed(claim)) return;
    const { namespace = 'default', name } = claim.metadata;
    await rm(this.#folder(namespace, name), { recursive: true, force: true });
    await rmdir(join(this.#options.dataDir, 'volumes', namespace)).catch(() => undefined);
    await removeFinalizer(this.#options.client, persistentVolumeClaims, claim, claimFinalizer);
  }

  #isUsed(claim: PersistentVolumeClaim): boolean {
    const pods = this.#options.pods.list({ namespace: claim.metadata.namespace });
    return pods.some((pod) => pod.spec.volumes?.some((volume) => volume.persistentVolumeClaim?.claimName === claim.metadata.name));
  }

  #folder(namespace: string, claimName: string): string {
    return join(this.#options.dataDir, 'volumes', namespace, claimName);
  }
}

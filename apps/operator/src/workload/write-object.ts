import { controllerOf, covers, isAlreadyExists, type Informer, type KubeClient, type KubeObject, type ResourceType } from '@gse/kube';
import { ANNOTATIONS, API_VERSION } from '@gse/resources';
import type { GameServer } from '@gse/server-objects';
import { fingerprintAsBuilt } from './fingerprint.ts';

/** Stands in front of the hash of an object that is still as it was created. */
const CREATED = '+';

/** What writing an object needs to know. */
export interface WriteOptions<T extends KubeObject> {
  readonly client: KubeClient;
  readonly server: GameServer;
  readonly type: ResourceType<T>;
  /** The objects as they are; one of metadata alone will do. */
  readonly informer: Informer<T>;
  readonly wanted: T;
  /** Field of its spec that is decided once, when it is made, and does not count as a change later. */
  readonly fixed?: string | undefined;
  readonly signal: AbortSignal;
}

/** An object that has the name of one of a server's, and is somebody else's. */
export class ForeignObjectError extends Error {
  override readonly name = 'ForeignObjectError';
  readonly code = 'GSE_FOREIGN_OBJECT';
}

/**
 * Makes an object as it is wanted: created where the cache shows none, left alone where it is so already, and otherwise changed by
 * server-side apply. Creating is far cheaper for the API server than applying what does not exist; the price is paid at the first
 * change (`takeOverFields`). Answers the object, or undefined where one of an earlier life has to go first.
 * @throws ForeignObjectError where the name is taken
 */
export async function writeObject<T extends KubeObject>(options: WriteOptions<T>): Promise<T | undefined> {
  const { client, server, type, informer, wanted, fixed, signal } = options;
  const hash = fingerprintAsBuilt(fixed === undefined ? wanted : { ...wanted, spec: { ...specOf(wanted), [fixed]: undefined } });
  const current = informer.cache.get(wanted.metadata.namespace, wanted.metadata.name);
  if (current === undefined) {
    try {
      return observed(informer, await client.create(type, annotated(wanted, `${CREATED}${hash}`), { signal }));
    } catch (error) {
      if (!isAlreadyExists(error)) throw error;
      const found = await client.get(type, wanted.metadata, { signal });
      // One of ours that the cache will show in a moment.
      if (isOwn(found, server)) return observed(informer, found);
      throw new ForeignObjectError(
        `There is a ${type.kind} ${wanted.metadata.name} already that is not the server's. Remove it, or order the server under another name.`,
        { cause: error },
      );
    }
  }
  // Of an earlier server of the same name: the garbage collector takes it, and this is looked at again.
  if (current.metadata.deletionTimestamp !== undefined || isOfAnotherLife(current, server)) return undefined;
  const known = current.metadata.annotations?.[ANNOTATIONS.hash];
  const isSame = known === hash || known === `${CREATED}${hash}`;
  if (isSame && covers(current, informer.type.isMetadataOnly ? { metadata: wanted.metadata } : wanted)) return current;
  if (known?.startsWith(CREATED)) await takeOverFields(options);
  return observed(informer, await client.apply(type, annotated(wanted, hash), { signal }));
}

/**
 * Turns the ownership of what was created into ownership by apply. Otherwise a field that is no longer wanted would stay, held by
 * the creation. The API server's own tools do the same when they go over to apply.
 */
async function takeOverFields<T extends KubeObject>({ client, type, wanted, signal }: WriteOptions<T>): Promise<void> {
  const { metadata } = await client.get(type, wanted.metadata, { signal });
  const managedFields = (metadata.managedFields ?? []).map((entry) =>
    isCreationBy(client.fieldManager, entry) ? { ...entry, operation: 'Apply' } : entry,
  );
  const { uid, resourceVersion } = metadata;
  await client.patch(type, wanted.metadata, { metadata: { uid, resourceVersion, managedFields } }, { signal });
}

function isCreationBy(manager: string, entry: unknown): entry is object {
  if (typeof entry !== 'object' || entry === null) return false;
  const { manager: name, operation, subresource } = entry as { manager?: unknown; operation?: unknown; subresource?: unknown };
  return name === manager && operation === 'Update' && (subresource === undefined || subresource === '');
}

function isOwn(object: KubeObject, server: GameServer): boolean {
  return controllerOf(object)?.uid === server.metadata.uid;
}

function isOfAnotherLife(object: KubeObject, server: GameServer): boolean {
  const owner = controllerOf(object);
  return owner !== undefined && owner.apiVersion === API_VERSION && owner.uid !== server.metadata.uid;
}

function annotated<T extends KubeObject>(wanted: T, hash: string): T {
  const { metadata } = wanted;
  return { ...wanted, metadata: { ...metadata, annotations: { ...metadata.annotations, [ANNOTATIONS.hash]: hash } } };
}

/** Gives the answer of a write to the cache, which the next look reads before the watch tells of it. */
function observed<T extends KubeObject>(informer: Informer<T>, answer: T): T {
  informer.observe(answer);
  return answer;
}

function specOf(object: KubeObject): object {
  return 'spec' in object && typeof object.spec === 'object' && object.spec !== null ? object.spec : {};
}

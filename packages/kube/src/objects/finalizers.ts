import type { CallOptions, KubeClient } from '../client/client.ts';
import { isNotFound } from '../errors.ts';
import type { KubeObject, ResourceType } from '../object.ts';

/** Whether the finalizer holds the object. */
export function hasFinalizer(object: KubeObject, finalizer: string): boolean {
  return object.metadata.finalizers?.includes(finalizer) ?? false;
}

/**
 * Makes sure that the object is not deleted before {@link removeFinalizer}; returns it as it is then.
 * Conflicts when the object has changed since it was read, because the whole list is written.
 */
export async function addFinalizer<T extends KubeObject>(
  client: KubeClient,
  type: ResourceType<T>,
  object: T,
  finalizer: string,
  options?: CallOptions,
): Promise<T> {
  if (hasFinalizer(object, finalizer)) return object;
  return await writeFinalizers(client, type, object, [...(object.metadata.finalizers ?? []), finalizer], options);
}

/** Lets go of the object; fine when it is gone already. Conflicts as {@link addFinalizer} does. */
export async function removeFinalizer<T extends KubeObject>(
  client: KubeClient,
  type: ResourceType<T>,
  object: T,
  finalizer: string,
  options?: CallOptions,
): Promise<void> {
  if (!hasFinalizer(object, finalizer)) return;
  const remaining = (object.metadata.finalizers ?? []).filter((each) => each !== finalizer);
  try {
    await writeFinalizers(client, type, object, remaining, options);
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

function writeFinalizers<T extends KubeObject>(
  client: KubeClient,
  type: ResourceType<T>,
  object: T,
  finalizers: string[],
  options: CallOptions | undefined,
): Promise<T> {
  const { uid, resourceVersion } = object.metadata;
  return client.patch(type, object.metadata, { metadata: { uid, resourceVersion, finalizers } }, options);
}

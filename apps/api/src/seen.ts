import { objectKey, type Clock, type Informer, type KubeObject } from '@gse/kube';

const PATIENCE_MS = 1_500;

/**
 * Waits until a cache has what was just written, so that whoever writes and then reads finds it. Gives up without an error:
 * the write has happened either way.
 */
export async function seen<T extends KubeObject>(informer: Informer<T>, written: T, clock: Clock): Promise<void> {
  const key = objectKey(written.metadata);
  const isThere = (object: T | undefined): boolean =>
    object !== undefined &&
    object.metadata.uid === written.metadata.uid &&
    (object.metadata.generation ?? 0) >= (written.metadata.generation ?? 0);
  if (isThere(informer.cache.getByKey(key))) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const cancel = clock.after(PATIENCE_MS, resolve);
  const stop = informer.onChange((_type, object) => {
    if (objectKey(object.metadata) === key && isThere(informer.cache.getByKey(key))) resolve();
  });
  await promise;
  cancel();
  stop();
}

import { isConflict, type Informer, type KubeClient, type KubeObject, type ResourceType } from '@gse/kube';
import type { WriteCall } from './retries.ts';

/** What is written over: an object of which the cache of this informer has a copy. */
export interface Target<T extends KubeObject> {
  readonly client: KubeClient;
  readonly informer: Pick<Informer<T>, 'observe'>;
  readonly type: ResourceType<T>;
  readonly ref: T['metadata'];
  readonly call: WriteCall;
}

/**
 * Runs a write that holds for the object as it was read only. Where the object has gone on, the cache gets its present state before
 * the conflict is thrown: the answer to our own last write may have been lost, with a watch that is as silent as the answer.
 */
export async function writeOver<T extends KubeObject>(
  { client, informer, type, ref, call }: Target<T>,
  write: (call: WriteCall) => Promise<T>,
): Promise<T> {
  try {
    const written = await write(call);
    informer.observe(written);
    return written;
  } catch (error) {
    if (isConflict(error)) informer.observe(await client.get(type, ref, call));
    throw error;
  }
}

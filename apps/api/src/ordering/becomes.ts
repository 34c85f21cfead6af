import type { Clock, Informer } from '@gse/kube';
import type { GameServer } from '@gse/server-objects';
import type { Place } from '../kinds.ts';

/** Waits until a server is there and as wished. Undefined when that does not happen in time. */
export async function serverBecomes(
  servers: Informer<GameServer>,
  { namespace, name }: Place,
  isAsWished: (server: GameServer) => boolean,
  { clock, patienceMs }: { readonly clock: Clock; readonly patienceMs: number },
): Promise<GameServer | undefined> {
  const look = (): GameServer | undefined => {
    const found = servers.cache.get(namespace, name);
    return found !== undefined && isAsWished(found) ? found : undefined;
  };
  const now = look();
  if (now !== undefined) return now;
  const { promise, resolve } = Promise.withResolvers<GameServer | undefined>();
  const cancel = clock.after(patienceMs, () => resolve(undefined));
  const stop = servers.onChange(() => {
    const found = look();
    if (found !== undefined) resolve(found);
  });
  const found = await promise;
  cancel();
  stop();
  return found;
}

import { answered, api } from '../../api/client.ts';
import { failureOf } from '../../api/failure.ts';
import type { ServerSummary } from '../../api/types.ts';

export type ManyAct = 'start' | 'stop' | 'restart';

/** Requests under way at once; the API and the cluster have other readers, too. */
const AT_ONCE = 6;

/** Whether the act makes sense for a server. */
export function fits(act: ManyAct, { state, deleting, operation }: ServerSummary): boolean {
  if (deleting) return false;
  if (act === 'start') return state === 'Stopped';
  return state === 'Running' && (act === 'stop' || operation === undefined);
}

/** Asks for each server in turn; one that refuses does not keep the others from it. */
export async function actOnMany(act: ManyAct, servers: readonly ServerSummary[]): Promise<{ done: number; failed: number; why: string }> {
  const queue = servers.filter((server) => fits(act, server));
  const result = { done: 0, failed: 0, why: '' };
  const work = async (): Promise<void> => {
    for (let server = queue.shift(); server !== undefined; server = queue.shift()) {
      try {
        await ask(act, server);
        result.done++;
      } catch (error) {
        result.failed++;
        result.why = failureOf(error).message;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return result;
}

async function ask(act: ManyAct, { namespace, name }: ServerSummary): Promise<void> {
  const params = { path: { namespace, name } };
  if (act === 'start') await answered(api.POST('/api/v1/servers/{namespace}/{name}/start', { params }));
  else if (act === 'stop') await answered(api.POST('/api/v1/servers/{namespace}/{name}/stop', { params }));
  else await answered(api.POST('/api/v1/servers/{namespace}/{name}/restart', { params, body: {} }));
}

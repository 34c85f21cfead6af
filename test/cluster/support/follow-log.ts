import type { World } from '../../support/world.ts';

/** Reads what a pod's game has printed and prints; resolves to the lines, from the first of its life, when the game has ended. */
export async function followLog({ namespace, request }: World, pod: string): Promise<string[]> {
  const path = `kube/api/v1/namespaces/${namespace}/pods/${pod}/log?container=game&follow=true`;
  const response = await request(path, { signal: AbortSignal.timeout(300_000) });
  if (!response.ok) throw new Error(`the log of ${pod} cannot be followed: ${response.status} ${await response.text()}`);
  return (await response.text()).split('\n').filter((line) => line !== '');
}

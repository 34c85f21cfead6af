import type { KubeClient, Pod } from '@gse/kube';
import { GAME_CONTAINER, podName } from '@gse/server-objects';
import { TENANT } from './installation.ts';

/** What a game prints, from its first line until it ends. */
export async function followGame(admin: KubeClient, release: string, within: number): Promise<string[]> {
  const lines: string[] = [];
  const options = { container: GAME_CONTAINER, follow: true, signal: AbortSignal.timeout(within) };
  for await (const line of admin.logs({ namespace: TENANT, name: podName(release) }, options)) lines.push(line);
  return lines;
}

/** What the game may use. */
export function limitsOf({ spec }: Pod): object {
  return spec.containers.find(({ name }) => name === GAME_CONTAINER)?.resources?.limits ?? {};
}

/** How often each container has been started anew. */
export function restartsOf({ status }: Pod): readonly [name: string, restarts: number][] {
  return [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])].map(({ name, restartCount }) => [
    name,
    restartCount,
  ]);
}

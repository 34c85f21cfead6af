import { pods, statefulSets, type KubeClient, type Pod } from '@gse/kube';
import { GAME_CONTAINER, MANAGED_BY } from '@gse/server-objects';
import { LABELS } from '@gse/resources';
import { setTimeout as sleep } from 'node:timers/promises';

/** How much was changed. */
export interface ChurnFigures {
  readonly servers: number;
  readonly seconds: number;
  readonly changes: number;
}

const WRITERS = 8;

/**
 * Changes the status of the pod and of the StatefulSet of each of these servers in turn, once a second each: what nodes and
 * the StatefulSet controller write all day and nobody has to act on.
 */
export async function churn(
  client: KubeClient,
  servers: readonly { namespace: string; name: string }[],
  seconds: number,
): Promise<ChurnFigures> {
  await inParallel(servers, (server) => makePod(client, server));
  const began = performance.now();
  let changes = 0;
  for (let second = 0; second < seconds; second++) {
    await inParallel(servers, async (server) => {
      await (second % 2 === 0 ? touchPod(client, server, second) : touchStatefulSet(client, server, second));
      changes++;
    });
    await sleep(Math.max(0, began + (second + 1) * 1000 - performance.now()));
  }
  return { servers: servers.length, seconds: (performance.now() - began) / 1000, changes };
}

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const writer = async (): Promise<void> => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await work(item);
  };
  await Promise.all(Array.from({ length: WRITERS }, writer));
}

async function makePod(client: KubeClient, { namespace, name }: { namespace: string; name: string }): Promise<void> {
  const pod: Pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      namespace,
      name: `${name}-0`,
      labels: { [LABELS.server]: name, [LABELS.managedBy]: MANAGED_BY, [LABELS.instance]: name },
    },
    spec: { automountServiceAccountToken: false, containers: [{ name: GAME_CONTAINER, image: 'example.invalid/game:1' }] },
  };
  await client.create(pods, pod);
}

async function touchPod(client: KubeClient, { namespace, name }: { namespace: string; name: string }, second: number): Promise<void> {
  const conditions = [{ type: 'ContainersReady', status: 'False', reason: 'ContainersNotReady', message: `looked at ${second}` }];
  await client.patchStatus(pods, { namespace, name: `${name}-0` }, { status: { conditions } });
}

async function touchStatefulSet(client: KubeClient, server: { namespace: string; name: string }, second: number): Promise<void> {
  await client.patchStatus(statefulSets, server, { status: { replicas: 1, collisionCount: second } });
}

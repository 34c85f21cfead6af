import { configMaps, networkPolicies, services, statefulSets, type KubeObject, type Service, type StatefulSet } from '@gse/kube';
import type { AnyGame, ServerPlan } from '@gse/sdk';
import type { GameServer } from '@gse/server-objects';
import type { Caches } from '../caches.ts';
import type { OperatorContext } from '../context.ts';
import { buildConfigMap } from './config-map.ts';
import { buildNetworkPolicy } from './network-policy.ts';
import { buildService, mustBeReplaced } from './service.ts';
import { buildStatefulSet } from './stateful-set.ts';
import { writeObject } from './write-object.ts';

/** One look at what a server consists of. */
export interface Work {
  readonly context: OperatorContext;
  readonly caches: Caches;
  readonly server: GameServer;
  readonly game: AnyGame;
  readonly plan: ServerPlan;
  readonly signal: AbortSignal;
}

/** The Service as it is then; undefined where one of an earlier life has to go first. */
export async function ensureService({ context: { client }, caches, server, game, signal }: Work): Promise<Service | undefined> {
  const informer = caches.services;
  const current = informer.cache.get(server.metadata.namespace, server.metadata.name);
  const wanted = buildService(server, game, current);
  if (current && mustBeReplaced(current, wanted)) {
    // Its address was a name, which the new one has too. Its deletion is the change that brings us back here.
    await client.delete(services, current.metadata, { preconditions: { uid: current.metadata.uid }, signal });
    return undefined;
  }
  return await writeObject({ client, server, type: services, informer, wanted, signal });
}

/** What the agent needs to know. */
export async function ensureConfigMap({ context: { client }, caches, server, plan, signal }: Work): Promise<void> {
  await writeObject({ client, server, type: configMaps, informer: caches.configMaps, wanted: buildConfigMap(server, plan), signal });
}

/** Who may reach the pod, where the cluster keeps to such policies; one that is switched off later stays until it is removed by hand. */
export async function ensureNetworkPolicy({ context, caches, server, game, signal }: Work): Promise<void> {
  const { client, networkPolicies: isWanted } = context;
  if (!isWanted) return;
  const wanted = buildNetworkPolicy(server, game, context);
  await writeObject<KubeObject>({ client, server, type: networkPolicies, informer: caches.networkPolicies, wanted, signal });
}

/** The workload. What its volume is like is decided when it is made; growth goes to the claim. */
export async function ensureStatefulSet(work: Work, existing: StatefulSet | undefined, replicas: 0 | 1): Promise<void> {
  const { context, caches, server, game, plan, signal } = work;
  const { client } = context;
  const wanted = buildStatefulSet(server, game, plan, { ...context, replicas });
  if (existing) wanted.spec.volumeClaimTemplates = existing.spec.volumeClaimTemplates;
  await writeObject({ client, server, type: statefulSets, informer: caches.statefulSets, wanted, fixed: 'volumeClaimTemplates', signal });
}

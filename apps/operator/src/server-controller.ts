import {
  createController,
  isNotFound,
  persistentVolumeClaims,
  secrets,
  services,
  statefulSets,
  configMaps,
  watch,
  type ApplyConfiguration,
  type Controller,
  type KubeObject,
  type ReconcileContext,
  type ResourceType,
  type Secret,
} from '@gse/kube';
import { parseQuantity } from '@gse/resources';
import { planServer, type AnyGame, type ServerPlan } from '@gse/sdk';
import type { Caches } from './caches.ts';
import type { GameServer } from '@gse/server-objects';
import type { OperatorContext } from './context.ts';
import { buildConfigMap } from './workload/config-map.ts';
import { covers } from './workload/covers.ts';
import { ownedMeta } from './workload/names.ts';
import { claimName, credentialsName } from '@gse/server-objects';
import { missingCredentials } from './workload/secret.ts';
import { buildService, hasItsPorts } from './workload/service.ts';
import { buildStatefulSet } from './workload/stateful-set.ts';

/**
 * Makes what a server consists of: Secret, ConfigMap, Service, StatefulSet. Every change of the spec reaches these objects at
 * once; whether a pod exists is not decided here but in the status (`desiredReplicas`), which the journal writes.
 */
export function serverController(context: OperatorContext, caches: Caches): Controller {
  return createController({
    name: 'server',
    concurrency: 8,
    ...context.runtime,
    watches: [
      watch(caches.servers),
      watch(caches.services, caches.serverKeys),
      watch(caches.statefulSets, caches.serverKeys),
      watch(caches.configMaps, caches.serverKeys),
      watch(caches.secrets, caches.serverKeys),
      watch(caches.claims, caches.serverKeys),
    ],
    reconcile: async (key, reconcile) => {
      const server = caches.servers.cache.getByKey(key);
      const game = server && context.gameById(server.spec.game);
      if (server === undefined || game === undefined || server.spec.intent === 'Maintenance') return;
      const result = planServer(game, server.spec);
      if (result.ok) await ensure({ context, caches, server, game, plan: result.plan, reconcile });
      else await followReplicas(context, caches, server, reconcile);
    },
  });
}

interface Work {
  readonly context: OperatorContext;
  readonly caches: Caches;
  readonly server: GameServer;
  readonly game: AnyGame;
  readonly plan: ServerPlan;
  readonly reconcile: ReconcileContext;
}

async function ensure(work: Work): Promise<void> {
  const { context, caches, server, game, plan } = work;
  const namespace = server.metadata.namespace;
  const replicas = server.status?.desiredReplicas;
  const existing = caches.statefulSets.cache.get(namespace, server.metadata.name);
  // Nothing is made for an order that cannot start yet, and nothing new for one that goes.
  if (existing === undefined && (replicas !== 1 || server.metadata.deletionTimestamp !== undefined)) return;

  await Promise.all([
    applyIfChanged(work, services, caches.services.cache.get(namespace, server.metadata.name), buildService(server, game)),
    applyIfChanged(
      work,
      configMaps,
      caches.configMaps.cache.get(namespace, `${server.metadata.name}-config`),
      buildConfigMap(server, plan),
    ),
    ensureSecret(work),
    growClaim(work),
  ]);
  // A pod learns its ports when it starts, so the Service has to have them first.
  if (!hasItsPorts(caches.services.cache.get(namespace, server.metadata.name))) return;
  const wanted = buildStatefulSet(server, game, plan, { replicas: replicas === 1 ? 1 : 0, agentImage: context.agentImage });
  if (existing) wanted.spec.volumeClaimTemplates = existing.spec.volumeClaimTemplates; // immutable; growth goes to the claim
  await applyIfChanged(work, statefulSets, existing, wanted);
}

/** With a spec that cannot be met, the workload stays as it is, except that a stop still stops. */
async function followReplicas(context: OperatorContext, caches: Caches, server: GameServer, { signal }: ReconcileContext): Promise<void> {
  const existing = caches.statefulSets.cache.get(server.metadata.namespace, server.metadata.name);
  if (existing === undefined || server.status?.desiredReplicas !== 0 || existing.spec.replicas === 0) return;
  await context.client.patch(statefulSets, existing.metadata, { spec: { replicas: 0 } }, { signal });
}

async function applyIfChanged<T extends KubeObject>(work: Work, type: ResourceType<T>, current: T | undefined, wanted: T): Promise<void> {
  if (current !== undefined && covers(current, wanted)) return;
  const configuration: ApplyConfiguration<T> = { ...wanted };
  await work.context.client.apply(type, configuration, { signal: work.reconcile.signal });
}

/** Adds generated credentials that are missing; never reads them out and never changes one that exists. */
async function ensureSecret({ context, caches, server, game, reconcile: { signal } }: Work): Promise<void> {
  const name = credentialsName(server.metadata.name, server.spec);
  const namespace = server.metadata.namespace;
  const cached = caches.secrets.cache.get(namespace, name);
  const current = cached ?? (await readSecret(context, { name, namespace }, signal));
  const missing = missingCredentials(game, current?.data ?? {}, context.randomBytes);
  if (Object.keys(missing).length === 0 && cached !== undefined) return;
  const meta = ownedMeta(server, name);
  const patch = { metadata: { labels: meta.labels }, stringData: missing };
  // A Secret that a person made stays theirs: it is labelled and completed, not owned.
  if (current !== undefined) await context.client.patch(secrets, { name, namespace }, patch, { signal });
  else
    await context.client.create(
      secrets,
      { apiVersion: 'v1', kind: 'Secret', metadata: meta, type: 'Opaque', stringData: missing },
      { signal },
    );
}

async function readSecret(
  context: OperatorContext,
  ref: { name: string; namespace?: string | undefined },
  signal: AbortSignal,
): Promise<Secret | undefined> {
  try {
    return await context.client.get(secrets, ref, { signal });
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** Grows the world volume; Kubernetes never shrinks one, and neither does this. */
async function growClaim({ context, caches, server, plan, reconcile: { signal } }: Work): Promise<void> {
  const claim = caches.claims.cache.get(server.metadata.namespace, claimName(server.metadata.name));
  const current = claim?.spec.resources?.requests?.['storage'];
  if (claim === undefined || current === undefined || parseQuantity(plan.storage) <= parseQuantity(current)) return;
  await context.client.patch(
    persistentVolumeClaims,
    claim.metadata,
    { spec: { resources: { requests: { storage: plan.storage } } } },
    { signal },
  );
}

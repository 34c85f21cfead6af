import {
  createController,
  objectKey,
  persistentVolumeClaims,
  statefulSets,
  watch,
  type Controller,
  type ReconcileContext,
  type ReconcileOutcome,
} from '@gse/kube';
import { claimName, type GameServer } from '@gse/server-objects';
import type { Caches } from './caches.ts';
import type { OperatorContext } from './context.ts';
import type { Orders } from './orders.ts';
import { retries } from './retries.ts';
import { growth } from './workload/claim.ts';
import { ensureConfigMap, ensureNetworkPolicy, ensureService, ensureStatefulSet, type Work } from './workload/ensure.ts';
import { refusalOf } from './workload/refusal.ts';
import { ensureSecret } from './workload/secret.ts';
import { hasItsPorts } from './workload/service.ts';
import { Settled } from './settled.ts';
import { laneOf } from './urgency.ts';
import type { TroubleArea, Troubles } from './workload/troubles.ts';
import { ForeignObjectError } from './workload/write-object.ts';

/** What was refused is tried again after this: nobody tells when a quota has room again. */
const REFUSED_RETRY_MS = 60_000;
/** A storage class is not changed every minute. */
const CLAIM_RETRY_MS = 10 * 60_000;

/**
 * Makes what a server consists of: Secret, ConfigMap, Service, NetworkPolicy, StatefulSet. Every change of the spec reaches these
 * objects at once; whether a pod exists is not decided here but in the status (`desiredReplicas`), which the journal writes.
 */
export function serverController(context: OperatorContext, caches: Caches, orders: Orders, troubles: Troubles): Controller {
  const settled = new Settled(caches);
  return createController({
    name: 'server',
    concurrency: 8,
    lane: (key) => laneOf(caches, key),
    rateLimiter: retries(context.runtime.clock),
    ...context.runtime,
    watches: [
      watch(caches.servers),
      watch(caches.services, caches.serverKeys),
      watch(caches.statefulSets, caches.serverKeys),
      watch(caches.configMaps, caches.serverKeys),
      watch(caches.secrets, caches.serverKeys),
      watch(caches.claims, caches.serverKeys),
      watch(caches.networkPolicies, caches.serverKeys),
    ],
    reconcile: async (key, reconcile) => {
      const server = caches.servers.cache.getByKey(key);
      if (server === undefined) return settled.forget(key);
      if (!isOwed(caches, server)) return;
      // Whoever maintains a server by hand is not interfered with, until it is to go.
      if (server.spec.intent === 'Maintenance')
        return server.metadata.deletionTimestamp === undefined ? undefined : await followReplicas(context, caches, server, reconcile);
      const { game, plan: result } = orders.of(server);
      if (game === undefined || !result?.ok) return await followReplicas(context, caches, server, reconcile);
      const work = { context, caches, server, game, plan: result.plan, signal: reconcile.signal };
      return await settled.unless(
        server,
        () => ensure(work, troubles),
        (outcome) => outcome === undefined,
      );
    },
  });
}

async function ensure(work: Work, troubles: Troubles): Promise<ReconcileOutcome | undefined> {
  const { caches, server } = work;
  const key = objectKey(server.metadata);
  const replicas = server.status?.desiredReplicas;
  const existing = caches.statefulSets.cache.getByKey(key);
  const [{ service, others }, claim] = await Promise.all([
    ensureParts(work, troubles),
    attempt(troubles, key, 'claim', 'the larger volume', () => growClaim(work)),
  ]);
  // A Service that cannot become what is wished is still the one that players come through.
  const reached = service.isRefused ? caches.services.cache.getByKey(key) : service.value;
  let isRefused = service.isRefused || others.isRefused;
  let isWritten = false;
  // A pod learns its ports when it starts, so the Service has to have them first.
  if (!others.isRefused && hasItsPorts(reached)) {
    const set = await attempt(troubles, key, 'workload', 'the StatefulSet of the server', () =>
      ensureStatefulSet(work, existing, replicas === 1 ? 1 : 0),
    );
    isWritten = !set.isRefused;
    isRefused ||= set.isRefused;
  }
  if (!isWritten) await followReplicas(work.context, caches, server, work);
  if (isRefused) return { requeueAfterMs: REFUSED_RETRY_MS };
  return claim.isRefused ? { requeueAfterMs: CLAIM_RETRY_MS } : undefined;
}

/** Nothing is made for an order that cannot start yet, and nothing new for one that goes. */
function isOwed({ statefulSets: { cache } }: Caches, { metadata, status }: GameServer): boolean {
  return cache.getByKey(objectKey(metadata)) !== undefined || (status?.desiredReplicas === 1 && metadata.deletionTimestamp === undefined);
}

/** What a pod needs besides its StatefulSet. */
async function ensureParts(work: Work, troubles: Troubles) {
  const key = objectKey(work.server.metadata);
  const [service, others] = await Promise.all([
    attempt(troubles, key, 'service', 'the Service of the server', () => ensureService(work)),
    attempt(troubles, key, 'parts', 'what the server consists of', async () => {
      await Promise.all([ensureConfigMap(work), ensureSecret(work), ensureNetworkPolicy(work)]);
      return true;
    }),
  ]);
  return { service, others };
}

/**
 * Makes what a pod needs before one is promised in the status. What goes wrong here is no reason not to promise it: the controller
 * meets it again, and tells.
 */
export function partsMaker(context: OperatorContext, caches: Caches, orders: Orders, troubles: Troubles) {
  return async (server: GameServer, signal: AbortSignal): Promise<void> => {
    const { game, plan: result } = orders.of(server);
    if (game === undefined || !result?.ok || server.spec.intent === 'Maintenance') return;
    try {
      await ensureParts({ context, caches, server, game, plan: result.plan, signal }, troubles);
    } catch (err) {
      context.runtime.log.debug({ err, server: objectKey(server.metadata) }, 'What a pod needs could not be made at once');
    }
  };
}

/** Does something, and notes for people where the cluster refuses it. Everything else that goes wrong is thrown, and tried again. */
async function attempt<T>(
  troubles: Troubles,
  key: string,
  area: TroubleArea,
  what: string,
  act: () => Promise<T>,
): Promise<{ value?: T; isRefused: boolean }> {
  try {
    const value = await act();
    troubles.note(key, area, undefined);
    return { value, isRefused: false };
  } catch (error) {
    const refused = error instanceof ForeignObjectError ? { code: 'NameTaken', message: error.message } : refusalOf(error, what);
    if (refused === undefined) throw error;
    troubles.note(key, area, refused);
    return { isRefused: true };
  }
}

/** With a wish that cannot be met, the workload stays as it is, except that a stop still stops. */
async function followReplicas(
  context: OperatorContext,
  caches: Caches,
  server: GameServer,
  { signal }: Pick<ReconcileContext, 'signal'>,
): Promise<undefined> {
  const existing = caches.statefulSets.cache.get(server.metadata.namespace, server.metadata.name);
  if (existing === undefined || server.status?.desiredReplicas !== 0 || existing.spec.replicas === 0) return;
  caches.statefulSets.observe(await context.client.patch(statefulSets, existing.metadata, { spec: { replicas: 0 } }, { signal }));
}

/** Grows the world volume; Kubernetes never shrinks one, and neither does this. */
async function growClaim({ context, caches, server, plan, signal }: Work): Promise<void> {
  const claim = caches.claims.cache.get(server.metadata.namespace, claimName(server.metadata.name));
  const storage = claim && growth(claim, { size: plan.storage });
  if (claim === undefined || storage === undefined) return;
  const grown = await context.client.patch(
    persistentVolumeClaims,
    claim.metadata,
    { spec: { resources: { requests: { storage } } } },
    { signal },
  );
  caches.claims.observe(grown);
}

import { addFinalizer, createController, watch, type Controller } from '@gse/kube';
import { SERVER_FINALIZER, type GameServerStatus } from '@gse/resources';
import { decide, isFinished, type DecideInput } from '@gse/sdk';
import { AgentObserver } from './agents/observer.ts';
import type { Caches } from './caches.ts';
import type { OperatorContext } from './context.ts';
import { LiveSettings } from './effects/apply-live.ts';
import { EvidenceStore } from './effects/evidence.ts';
import { executeEffects } from './effects/execute.ts';
import { Journal } from './journal.ts';
import type { Orders } from './orders.ts';
import { LEAST_LOOK_MS, retries, writeCall, type WriteCall } from './retries.ts';
import { gameServers, type GameServer } from '@gse/server-objects';
import { SteadyTime } from './world/steady-time.ts';
import { mergePatch } from './world/merge-patch.ts';
import type { Troubles } from './workload/troubles.ts';
import { Unkept } from './unkept.ts';
import { laneOf } from './urgency.ts';
import { observe } from './world/observe.ts';
import { writeOver } from './write-over.ts';

/**
 * Asks `decide` what is next for a server and does it, in the order that `Decision` prescribes: a crash between any two writes
 * repeats effects at most, which they bear; it never loses a step. This is the only writer of `GameServer.status`.
 */
export function lifecycleController(
  context: OperatorContext,
  caches: Caches,
  orders: Orders,
  troubles: Troubles,
  /** Makes what a pod of the server needs besides its StatefulSet. */
  prepare: (server: GameServer, signal: AbortSignal) => Promise<void>,
): { controller: Controller; agents: AgentObserver } {
  const { client, runtime } = context;
  const journal = new Journal(client, caches.operations, runtime.log);
  const unkept = new Unkept(client, caches);
  const evidence = new EvidenceStore();
  const liveSettings = new LiveSettings();
  const time = new SteadyTime(runtime.clock);
  const agents = new AgentObserver({
    clock: runtime.clock,
    log: runtime.log,
    timeOf: (key) => time.now(key),
    onReport: (key) => controller.enqueue(key),
    ...(context.agentFetch && { fetch: context.agentFetch }),
  });

  const controller = createController({
    name: 'lifecycle',
    concurrency: 16,
    lane: (key) => laneOf(caches, key),
    rateLimiter: retries(runtime.clock),
    ...runtime,
    watches: [
      watch(caches.servers),
      watch(caches.operations, (operation) => [`${operation.metadata.namespace ?? ''}/${operation.spec.server}`]),
      watch(caches.pods, caches.serverKeys),
      watch(caches.services, caches.serverKeys),
      watch(caches.statefulSets, caches.serverKeys),
      watch(caches.claims, caches.serverKeys),
      watch(caches.podRefusals, caches.warnedKeys),
      watch(caches.serviceWarnings, caches.warnedKeys),
      watch(caches.claimWarnings, caches.warnedKeys),
    ],
    reconcile: async (key, { signal, log }) => {
      let server = caches.servers.cache.getByKey(key);
      if (server === undefined) {
        agents.watch(key, undefined);
        evidence.forget(key);
        time.forget(key);
        troubles.forget(key);
        journal.forget(key);
        await unkept.clear(key, signal);
        await journal.orphaned(key, signal);
        return;
      }
      if (unkept.look(server)) server = await keep(server, signal);
      let input = assemble(server);
      // A game that was up is not called unknown for the moment in which a new operator has not asked it yet.
      const firstWordMs = input.previous.phase === 'Running' ? agents.firstWordMs(key) : undefined;
      if (firstWordMs !== undefined) return { requeueAfterMs: firstWordMs };
      let decision = decide(input);
      if (decision.status.desiredReplicas === 1 && server.status?.desiredReplicas !== 1) {
        // All that a pod needs stands before one is promised in the status.
        await prepare(server, signal);
        input = assemble(server);
        decision = decide(input);
      }
      const call = writeCall(signal, decision.requeueAfterMs);
      try {
        const outcome = await executeEffects(
          { context, agents, claims: caches.claims, evidence, liveSettings, key, server, input, signal, log },
          decision.effects,
        );
        await journal.write(
          server,
          decision.journal.filter((change) => !isFinished(change)),
          outcome,
          call,
        );
        if (outcome.released) return;
        const ended = decision.journal.filter(isFinished);
        await journal.materialize(server, ended, call);
        await writeStatus(server, decision.status, call);
        await journal.write(server, ended, outcome, call);
        outcome.afterwards();
        return { requeueAfterMs: outcome.lookAgain ? 1 : decision.requeueAfterMs };
      } catch (error) {
        // What failed is tried again later and later. What is due is due all the same: notices need no API server.
        if (decision.requeueAfterMs !== undefined) controller.enqueueAfter(key, Math.max(LEAST_LOOK_MS, decision.requeueAfterMs));
        throw error;
      }
    },
  });

  async function keep(server: GameServer, signal: AbortSignal): Promise<GameServer> {
    const kept = await addFinalizer(client, gameServers, server, SERVER_FINALIZER, { signal });
    caches.servers.observe(kept);
    return kept;
  }

  function assemble(server: GameServer): DecideInput {
    const key = `${server.metadata.namespace ?? ''}/${server.metadata.name}`;
    const { spec, game, plan } = orders.of(server);
    const operations = journal.open(server, runtime.clock.now());
    return {
      now: time.look(key, operations.length > 0),
      server: {
        name: server.metadata.name,
        uid: server.metadata.uid ?? '',
        generation: server.metadata.generation ?? 0,
        deleting: server.metadata.deletionTimestamp !== undefined,
      },
      spec,
      game,
      plan,
      observed: observe(server, { game, plan }, caches, { agents, evidence: evidence.get(key), troubles }),
      previous: server.status ?? {},
      operations,
      taken: journal.taken(server),
    };
  }

  troubles.onChange((key) => controller.enqueue(key));

  async function writeStatus(server: GameServer, status: GameServerStatus, call: WriteCall): Promise<void> {
    if (mergePatch(server.status ?? {}, status) === undefined) return;
    const { namespace, name, uid, resourceVersion } = server.metadata;
    const body = { metadata: { namespace, name, uid, resourceVersion }, status };
    await writeOver({ client, informer: caches.servers, type: gameServers, ref: server.metadata, call }, (how) =>
      client.replaceStatus(gameServers, body, how),
    );
  }

  return { controller, agents };
}

import { addFinalizer, createController, hasFinalizer, parseObjectKey, watch, type Controller } from '@gse/kube';
import { gameServerSpecSchema, SERVER_FINALIZER, type GameServerStatus } from '@gse/resources';
import { decide, isFinished, planServer, type DecideInput } from '@gse/sdk';
import { AgentObserver } from './agents/observer.ts';
import type { Caches } from './caches.ts';
import type { OperatorContext } from './context.ts';
import { LiveSettings } from './effects/apply-live.ts';
import { EvidenceStore } from './effects/evidence.ts';
import { executeEffects } from './effects/execute.ts';
import { Journal } from './journal.ts';
import { gameServers, type GameServer } from '@gse/server-objects';
import { Freshest } from './world/freshest.ts';
import { mergePatch } from './world/merge-patch.ts';
import { observe } from './world/observe.ts';

/**
 * Asks `decide` what is next for a server and does it, in the order that `Decision` prescribes: a crash between any two writes
 * repeats effects at most, which they bear; it never loses a step. This is the only writer of `GameServer.status`.
 */
export function lifecycleController(context: OperatorContext, caches: Caches): { controller: Controller; agents: AgentObserver } {
  const { client, runtime, gameById } = context;
  const servers = new Freshest(caches.servers.cache);
  const journal = new Journal(client, caches.operations.cache);
  const evidence = new EvidenceStore();
  const liveSettings = new LiveSettings();
  const agents = new AgentObserver({
    clock: runtime.clock,
    log: runtime.log,
    onReport: (key) => controller.enqueue(key),
    ...(context.agentFetch && { fetch: context.agentFetch }),
  });

  const controller = createController({
    name: 'lifecycle',
    concurrency: 16,
    ...runtime,
    watches: [
      watch(caches.servers),
      watch(caches.operations, (operation) => [`${operation.metadata.namespace ?? ''}/${operation.spec.server}`]),
      watch(caches.pods, caches.serverKeys),
      watch(caches.services, caches.serverKeys),
      watch(caches.statefulSets, caches.serverKeys),
    ],
    reconcile: async (key, { signal, log }) => {
      const server = caches.servers.cache.getByKey(key) && servers.get(key);
      if (server === undefined) {
        agents.watch(key, undefined);
        evidence.forget(key);
        servers.forget(key);
        await journal.orphaned(key, signal);
        return;
      }
      if (server.metadata.deletionTimestamp === undefined && !hasFinalizer(server, SERVER_FINALIZER)) {
        servers.remember(await addFinalizer(client, gameServers, server, SERVER_FINALIZER, { signal }));
        return { requeueAfterMs: 1 };
      }
      const input = assemble(server);
      const decision = decide(input);
      const outcome = await executeEffects({ context, agents, evidence, liveSettings, key, server, input, signal, log }, decision.effects);
      await journal.write(
        server,
        decision.journal.filter((change) => !isFinished(change)),
        outcome,
        signal,
      );
      if (outcome.released) return servers.forget(key);
      await writeStatus(server, decision.status, signal);
      await journal.write(server, decision.journal.filter(isFinished), outcome, signal);
      outcome.afterwards();
      return { requeueAfterMs: outcome.lookAgain ? 1 : decision.requeueAfterMs };
    },
  });

  function assemble(server: GameServer): DecideInput {
    const key = `${server.metadata.namespace ?? ''}/${server.metadata.name}`;
    const parsed = gameServerSpecSchema.safeParse(server.spec);
    const spec = parsed.success ? parsed.data : server.spec;
    const game = gameById(spec.game);
    return {
      now: runtime.clock.now(),
      server: {
        name: server.metadata.name,
        uid: server.metadata.uid ?? '',
        generation: server.metadata.generation ?? 0,
        deleting: server.metadata.deletionTimestamp !== undefined,
      },
      spec,
      game,
      plan: game && planServer(game, spec),
      observed: observe(server, game, caches, agents, evidence.get(key)),
      previous: server.status ?? {},
      operations: journal.open(key),
    };
  }

  async function writeStatus(server: GameServer, status: GameServerStatus, signal: AbortSignal): Promise<void> {
    const patch = mergePatch(server.status ?? {}, status);
    if (patch === undefined) return;
    servers.remember(
      await client.patchStatus(
        gameServers,
        parseObjectKey(`${server.metadata.namespace ?? ''}/${server.metadata.name}`),
        { status: patch },
        { signal },
      ),
    );
  }

  return { controller, agents };
}

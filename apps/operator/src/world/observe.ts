import { AGENT_TOKEN_SECRET } from '@gse/agent-client';
import type { Pod } from '@gse/kube';
import type { AnyGame, Evidence, Observed, PlanResult } from '@gse/sdk';
import { agentUrl } from '@gse/server-objects';
import type { AgentObserver } from '../agents/observer.ts';
import type { Caches } from '../caches.ts';
import type { GameServer } from '@gse/server-objects';
import { claimName, podName, credentialsName } from '@gse/server-objects';
import { observeStorage } from '../workload/claim.ts';
import type { Troubles } from '../workload/troubles.ts';
import { observeNetwork } from './network.ts';
import { observePod } from './pod.ts';
import { claimWarning, observeTrouble, serviceWarning } from './trouble.ts';

/** Reads what is there from the caches, and keeps the agent of the present pod under watch. */
export function observe(
  server: GameServer,
  { game, plan }: { game: AnyGame | undefined; plan: PlanResult | undefined },
  caches: Caches,
  { agents, evidence, troubles }: { agents: AgentObserver; evidence: Evidence | undefined; troubles: Troubles },
): Observed {
  const { namespace, name } = server.metadata;
  const key = `${namespace ?? ''}/${name}`;
  const pod = caches.pods.cache.get(namespace, podName(server.metadata.name));
  watchAgent(key, server, pod, caches, agents);
  const agent = pod && agents.report(key, pod.metadata.uid ?? '');
  const set = caches.statefulSets.cache.get(namespace, name);
  const trouble = set?.spec.replicas === 0 ? undefined : observeTrouble(server, caches, troubles, pod !== undefined);
  const storage = plan?.ok
    ? observeStorage(
        caches.claims.cache.get(namespace, claimName(name)),
        { size: plan.plan.storage, className: server.spec.storage?.className },
        troubles.get(key, 'claim'),
      )
    : undefined;
  return {
    network: game
      ? observeNetwork({
          spec: server.spec,
          game,
          service: caches.services.cache.get(namespace, name),
          pod,
          warning: serviceWarning(server, caches),
        })
      : { state: 'Waiting', endpoints: [] },
    ...(pod && { pod: observePod(pod, { set, claimWarning: claimWarning(server, caches) }) }),
    ...(trouble && { trouble }),
    ...(storage && { storage }),
    ...(agent && { agent }),
    ...(evidence && { evidence }),
  };
}

function watchAgent(key: string, server: GameServer, pod: Pod | undefined, caches: Caches, agents: AgentObserver): void {
  const url = pod && agentUrl(pod);
  const encoded = caches.secrets.cache.get(server.metadata.namespace, credentialsName(server.metadata.name, server.spec))?.data?.[
    AGENT_TOKEN_SECRET
  ];
  if (pod === undefined || url === undefined || encoded === undefined) return agents.watch(key, undefined);
  agents.watch(key, { podUid: pod.metadata.uid ?? '', url, token: Buffer.from(encoded, 'base64').toString('utf8') });
}

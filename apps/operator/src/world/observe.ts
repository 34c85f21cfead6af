import { AGENT_TOKEN_SECRET } from '@gse/agent-client';
import type { Pod } from '@gse/kube';
import type { AnyGame, Evidence, Observed } from '@gse/sdk';
import { agentUrl } from '@gse/server-objects';
import type { AgentObserver } from '../agents/observer.ts';
import type { Caches } from '../caches.ts';
import type { GameServer } from '@gse/server-objects';
import { podName, credentialsName } from '@gse/server-objects';
import { observeNetwork } from './network.ts';
import { observePod } from './pod.ts';

/** Reads what is there from the caches, and keeps the agent of the present pod under watch. */
export function observe(
  server: GameServer,
  game: AnyGame | undefined,
  caches: Caches,
  agents: AgentObserver,
  evidence: Evidence | undefined,
): Observed {
  const { namespace, name } = server.metadata;
  const key = `${namespace ?? ''}/${name}`;
  const pod = caches.pods.cache.get(namespace, podName(server.metadata.name));
  watchAgent(key, server, pod, caches, agents);
  const agent = pod && agents.report(key, pod.metadata.uid ?? '');
  return {
    network: game ? observeNetwork(caches.services.cache.get(namespace, name), game) : { state: 'Waiting', endpoints: [] },
    ...(pod && { pod: observePod(pod) }),
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

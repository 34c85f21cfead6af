import { objectKey } from '@gse/kube';
import { isFinished } from '@gse/sdk';
import { podName } from '@gse/server-objects';
import type { AgentObserver } from '../agents/observer.ts';
import { BY_SERVER, type Caches } from '../caches.ts';
import type { ServerSources } from './server-metrics.ts';

/** The state of servers as the operator's caches have it. */
export function serverSources({ servers, pods, operations }: Caches, agents: Pick<AgentObserver, 'silentSeconds'>): ServerSources {
  return {
    servers: servers.cache.list(),
    podOf: ({ metadata }) => pods.cache.get(metadata.namespace, podName(metadata.name)),
    openOperations: ({ metadata }) =>
      operations.cache.byIndex(BY_SERVER, objectKey(metadata)).filter(({ status = {} }) => !isFinished({ status })),
    agentSilentSeconds: ({ metadata }) => agents.silentSeconds(objectKey(metadata)),
  };
}

import { SERVER_CONFIG_FILE, type ServerConfig } from '@gse/agent-client';
import type { ConfigMap } from '@gse/kube';
import type { ServerPlan } from '@gse/sdk';
import type { GameServer } from '@gse/server-objects';
import { configName, ownedMeta } from './names.ts';

/** What the agent needs to know of its server. No secrets: those are files of their own. */
export function buildConfigMap(server: GameServer, plan: ServerPlan): ConfigMap {
  const config: ServerConfig = {
    server: server.metadata.name,
    namespace: server.metadata.namespace ?? 'default',
    game: server.spec.game,
    version: plan.version,
    spec: server.spec,
    settings: { ...plan.settings },
    memoryBytes: plan.memoryBytes,
    dataPath: plan.workload.dataPath,
    runAsUser: plan.workload.runAsUser,
    runAsGroup: plan.workload.runAsGroup,
  };
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: ownedMeta(server, configName(server)),
    data: { [SERVER_CONFIG_FILE]: JSON.stringify(config, null, 2) },
  };
}

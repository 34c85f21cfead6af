import { AGENT_ENV } from '@gse/agent-client';
import type { Pod, PodTemplate, StatefulSet } from '@gse/kube';
import { ANNOTATIONS } from '@gse/resources';
import type { AnyGame, Applied, ServerPlan } from '@gse/sdk';
import { DATA_VOLUME, type GameServer } from '@gse/server-objects';
import { fingerprint } from './fingerprint.ts';
import { claimLabels, labelsOf, ownedMeta, selectorOf } from './names.ts';
import { buildPodSpec, noticeOf, type PodOptions } from './pod-spec.ts';

/** What a StatefulSet depends on besides the order. */
export interface StatefulSetOptions extends PodOptions {
  readonly replicas: 0 | 1;
}

/**
 * The workload of a server: one pod with game and agent. Updates happen on deletion only, so that no change of this object
 * ever restarts a game: the journal does, with a notice.
 */
export function buildStatefulSet(server: GameServer, game: AnyGame, plan: ServerPlan, options: StatefulSetOptions): StatefulSet {
  const spec = buildPodSpec(server, game, plan, options);
  const applied: Applied = {
    generation: server.metadata.generation ?? 0,
    version: plan.version,
    cpu: plan.cpu,
    memory: plan.memory,
    settings: plan.settings,
    ...appliedParts(server, spec, options),
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: ownedMeta(server, server.metadata.name),
    spec: {
      serviceName: server.metadata.name,
      replicas: options.replicas,
      selector: { matchLabels: selectorOf(server) },
      updateStrategy: { type: 'OnDelete' },
      // Nothing ever rolls back to an earlier template, and each would be one more object per change and server.
      revisionHistoryLimit: 0,
      template: { metadata: { labels: labelsOf(server), annotations: { [ANNOTATIONS.applied]: JSON.stringify(applied) } }, spec },
      volumeClaimTemplates: [
        {
          metadata: { name: DATA_VOLUME, labels: claimLabels(server) },
          spec: {
            accessModes: ['ReadWriteOnce'],
            resources: { requests: { storage: plan.storage } },
            ...(server.spec.storage?.className !== undefined && { storageClassName: server.spec.storage.className }),
          },
        },
      ],
    },
  };
}

/** What a pod says it was started with, as JSON. */
export function appliedText(pod: Pick<Pod | PodTemplate, 'metadata'>): string | undefined {
  return pod.metadata?.annotations?.[ANNOTATIONS.applied];
}

/** The parts of a pod that a running one may be behind in, each by a value that differs when it does. */
function appliedParts(server: GameServer, spec: Pod['spec'], options: PodOptions): Partial<Applied> {
  const [game, ...others] = spec.containers.map(({ image, command, args, env, resources, ports, lifecycle: _lifecycle, ...rest }) => ({
    order: { image, command, args, env },
    // What the person ordered is compared by itself; how long the hook waits goes with the notice.
    rest: { ...rest, ports: ports?.map(({ hostPort: _hostPort, ...port }) => port) },
    hostPorts: ports?.flatMap(({ hostPort, protocol }) => (hostPort === undefined ? [] : [`${hostPort}/${protocol}`])) ?? [],
    resources,
  }));
  const { initContainers, volumes, securityContext, terminationGracePeriodSeconds } = spec;
  const agents = initContainers?.map(({ image: _image, env, ...rest }) => ({
    ...rest,
    env: env?.filter(({ name }) => name !== AGENT_ENV.evictionNotice),
  }));
  const notice = noticeOf(server, options);
  return {
    agentImage: options.agentImage,
    notice,
    placement: fingerprint(server.spec.placement ?? {}),
    hostPorts: game?.hostPorts.join(' ') ?? '',
    game: fingerprint(game?.order),
    platform: fingerprint({
      game: game?.rest,
      others,
      agents,
      volumes,
      securityContext,
      stopSeconds: (terminationGracePeriodSeconds ?? 0) - notice,
    }),
  };
}

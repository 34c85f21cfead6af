import { AGENT_ENV, AGENT_PATHS, AGENT_PORT, AGENT_PORT_NAME, DRAIN_FILES } from '@gse/agent-client';
import type { Container, ContainerSecurityContext, StatefulSet, Volume } from '@gse/kube';
import { ANNOTATIONS } from '@gse/resources';
import { gracePeriodSeconds, type AnyGame, type Applied, type ServerPlan } from '@gse/sdk';
import type { GameServer } from '@gse/server-objects';
import { configName, labelsOf, ownedMeta, selectorOf } from './names.ts';
import { DATA_VOLUME, GAME_CONTAINER, credentialsName } from '@gse/server-objects';
import { servicePortName } from './service.ts';

const restricted: ContainerSecurityContext = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, runAsNonRoot: true };

/**
 * The workload of a server: one pod with game and agent. Updates happen on deletion only, so that no change of this object
 * ever restarts a game: the journal does, with a notice.
 */
export function buildStatefulSet(
  server: GameServer,
  game: AnyGame,
  plan: ServerPlan,
  options: { replicas: 0 | 1; agentImage: string },
): StatefulSet {
  const labels = labelsOf(server);
  const { workload } = plan;
  const applied: Applied = {
    generation: server.metadata.generation ?? 0,
    version: plan.version,
    cpu: plan.cpu,
    memory: plan.memory,
    settings: plan.settings,
  };
  const dataMount = { name: DATA_VOLUME, mountPath: workload.dataPath };
  const agentMounts = [
    dataMount,
    { name: 'gse', mountPath: AGENT_PATHS.shared },
    { name: 'gse-config', mountPath: AGENT_PATHS.config, readOnly: true },
    { name: 'gse-secrets', mountPath: AGENT_PATHS.secrets, readOnly: true },
  ];
  const agent: Pick<Container, 'image' | 'env' | 'volumeMounts' | 'securityContext'> = {
    image: options.agentImage,
    env: [
      { name: AGENT_ENV.data, value: workload.dataPath },
      { name: AGENT_ENV.shared, value: AGENT_PATHS.shared },
      { name: AGENT_ENV.config, value: AGENT_PATHS.config },
      { name: AGENT_ENV.secrets, value: AGENT_PATHS.secrets },
      { name: AGENT_ENV.port, value: String(AGENT_PORT) },
    ],
    volumeMounts: agentMounts,
    securityContext: restricted,
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
      template: {
        metadata: { labels, annotations: { [ANNOTATIONS.applied]: JSON.stringify(applied) } },
        spec: {
          terminationGracePeriodSeconds: gracePeriodSeconds(game),
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          securityContext: {
            runAsUser: workload.runAsUser,
            runAsGroup: workload.runAsGroup,
            fsGroup: workload.runAsGroup,
            // A large world is not walked through at every start.
            fsGroupChangePolicy: 'OnRootMismatch',
            runAsNonRoot: true,
            seccompProfile: { type: 'RuntimeDefault' },
          },
          initContainers: [
            { name: 'prepare', args: ['agent', 'prepare'], ...agent },
            // A native sidecar: up before the game, and gone only after it, so that it can save a game that is told to leave.
            {
              name: 'agent',
              args: ['agent', 'serve'],
              restartPolicy: 'Always',
              ports: [{ name: AGENT_PORT_NAME, containerPort: AGENT_PORT, protocol: 'TCP' }],
              ...agent,
            },
          ],
          containers: [gameContainer(game, plan, credentialsName(server.metadata.name, server.spec))],
          volumes: [
            { name: 'gse', emptyDir: {} },
            { name: 'gse-config', configMap: { name: configName(server) } },
            { name: 'gse-secrets', secret: { secretName: credentialsName(server.metadata.name, server.spec), defaultMode: 0o440 } },
            ...gameSecrets(game, credentialsName(server.metadata.name, server.spec)),
          ],
        },
      },
      volumeClaimTemplates: [
        {
          metadata: { name: DATA_VOLUME, labels },
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

function gameContainer(game: AnyGame, { workload, cpu, memory }: ServerPlan, secret: string): Container {
  return {
    name: GAME_CONTAINER,
    image: workload.image,
    ...(workload.command && { command: [...workload.command] }),
    ...(workload.args && { args: [...workload.args] }),
    env: [
      ...Object.entries(workload.env ?? {}).map(([name, value]) => ({ name, value })),
      ...Object.entries(workload.secretEnv ?? {}).map(([name, key]) => ({
        name,
        valueFrom: { secretKeyRef: { name: secret, key, optional: true } },
      })),
    ],
    ports: Object.entries(game.ports).flatMap(([name, port]) =>
      port.protocols.map((protocol) => ({
        name: servicePortName(name, protocol, port.protocols.length),
        containerPort: port.number,
        protocol,
      })),
    ),
    resources: { limits: { cpu, memory }, requests: { cpu: requestOf(cpu), memory } },
    volumeMounts: [
      { name: DATA_VOLUME, mountPath: workload.dataPath },
      { name: 'gse', mountPath: AGENT_PATHS.shared },
      ...gameSecrets(game, secret).map(({ name }) => ({ name, mountPath: AGENT_PATHS.secrets, readOnly: true })),
    ],
    securityContext: restricted,
    lifecycle: { preStop: { exec: { command: ['/bin/sh', '-c', drainScript] } } },
  };
}

/**
 * The volume with the game's own credentials, where it has any. Plugins run as the game does: they must not read the agent's
 * token. (No items at all would mean every key, so a game without secrets has no such volume.)
 */
function gameSecrets(game: AnyGame, secret: string): Volume[] {
  const items = Object.keys(game.secrets).map((key) => ({ key, path: key }));
  return items.length === 0 ? [] : [{ name: 'game-secrets', secret: { secretName: secret, defaultMode: 0o440, optional: true, items } }];
}

/** Tells the agent to save and stop the game, and holds the kubelet's SIGTERM back until it has. The grace period bounds it. */
const drainScript = `touch ${AGENT_PATHS.shared}/${DRAIN_FILES.request}; while [ ! -e ${AGENT_PATHS.shared}/${DRAIN_FILES.done} ]; do sleep 0.2; done`;

/** Games idle well below their limit; half of it is what the scheduler sets aside. Memory is never overcommitted. */
function requestOf(cpu: string): string {
  const millis = cpu.endsWith('m') ? Number(cpu.slice(0, -1)) : Number(cpu) * 1000;
  return `${Math.max(50, Math.round(millis / 2))}m`;
}

import { AGENT_ENV, AGENT_PATHS, AGENT_PORT, AGENT_PORT_NAME, AGENT_READY_PATH, DRAIN_FILES } from '@gse/agent-client';
import type { Container, ContainerPort, ContainerSecurityContext, PodSpec, ResourceRequirements, Volume } from '@gse/kube';
import { evictionNoticeSeconds, gracePeriodSeconds, outsidePort, type AnyGame, type ServerPlan } from '@gse/sdk';
import { credentialsName, DATA_VOLUME, GAME_CONTAINER, type GameServer } from '@gse/server-objects';
import { configName } from './names.ts';
import { servicePortName } from './service.ts';

/** What a pod depends on besides the order. */
export interface PodOptions {
  readonly agentImage: string;
  /** Packages of further games that the agent loads, as `GSE_GAMES` has them. */
  readonly games?: string | undefined;
  /** How often the processors of a node are handed out; 2 where absent. */
  readonly cpuAllocationRatio?: number | undefined;
  /** Longest warning of players whose pod is taken away from outside; the SDK's own where absent. */
  readonly mostEvictionNoticeSeconds?: number | undefined;
}

/** What the pod security level `restricted` asks of every container. */
const RESTRICTED: ContainerSecurityContext = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, runAsNonRoot: true };

/**
 * The agent idles at a few millicores; the limits are for the minute in which it unpacks or compares many files. Without any,
 * a quota would refuse the pod.
 */
const AGENT_RESOURCES: ResourceRequirements = {
  requests: { cpu: '25m', memory: '96Mi', 'ephemeral-storage': '16Mi' },
  limits: { cpu: '500m', memory: '256Mi', 'ephemeral-storage': '256Mi' },
};

/** What a game writes beside its volume: logs of the container, temporary files. A quota for it would refuse a pod that says nothing. */
const GAME_SCRATCH = { request: '50Mi', limit: '2Gi' };

/** As the processors of a node are handed out where nobody says otherwise. */
const CPU_ALLOCATION_RATIO = 2;

/** Notes of agent and hook. The game may write there too, and must not be able to fill the node's disk. */
const SHARED_LIMIT = '64Mi';

/** The pod of a server: prepared, then run, by the game's container with the agent at its side. */
export function buildPodSpec(server: GameServer, game: AnyGame, plan: ServerPlan, options: PodOptions): PodSpec {
  const { workload } = plan;
  const secret = credentialsName(server.metadata.name, server.spec);
  const noticeSeconds = noticeOf(server, options);
  return {
    terminationGracePeriodSeconds: gracePeriodSeconds(game, noticeSeconds),
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
    ...placementOf(server),
    initContainers: agentContainers(plan, options, noticeSeconds),
    containers: [gameContainer(server, game, plan, secret, options)],
    volumes: [
      { name: 'gse', emptyDir: { sizeLimit: SHARED_LIMIT } },
      { name: 'gse-config', configMap: { name: configName(server) } },
      { name: 'gse-secrets', secret: { secretName: secret, defaultMode: 0o440 } },
      ...gameSecrets(game, secret),
    ],
  };
}

/** Seconds of warning for players whose pod is taken away from outside. */
export function noticeOf({ spec }: GameServer, { mostEvictionNoticeSeconds = Number.POSITIVE_INFINITY }: PodOptions): number {
  return Math.min(evictionNoticeSeconds(spec.disruption), mostEvictionNoticeSeconds);
}

/** Preparing runs to its end before everything else; serving lasts. Both write to the volumes only. */
function agentContainers({ workload }: ServerPlan, { agentImage, games }: PodOptions, noticeSeconds: number): Container[] {
  const both: Omit<Container, 'name' | 'args'> = {
    image: agentImage,
    env: [
      { name: AGENT_ENV.data, value: workload.dataPath },
      { name: AGENT_ENV.shared, value: AGENT_PATHS.shared },
      { name: AGENT_ENV.config, value: AGENT_PATHS.config },
      { name: AGENT_ENV.secrets, value: AGENT_PATHS.secrets },
      { name: AGENT_ENV.port, value: String(AGENT_PORT) },
      { name: AGENT_ENV.evictionNotice, value: String(noticeSeconds) },
      ...(games === undefined ? [] : [{ name: 'GSE_GAMES', value: games }]),
    ],
    resources: AGENT_RESOURCES,
    volumeMounts: [
      { name: DATA_VOLUME, mountPath: workload.dataPath },
      { name: 'gse', mountPath: AGENT_PATHS.shared },
      { name: 'gse-config', mountPath: AGENT_PATHS.config, readOnly: true },
      { name: 'gse-secrets', mountPath: AGENT_PATHS.secrets, readOnly: true },
    ],
    securityContext: { ...RESTRICTED, readOnlyRootFilesystem: true },
    // What it said last is why it failed, and stands in the pod's status then.
    terminationMessagePolicy: 'FallbackToLogsOnError',
  };
  return [
    { name: 'prepare', args: ['agent', 'prepare'], ...both },
    // A native sidecar: up before the game, and gone only after it, so that it can save a game that is told to leave.
    {
      name: 'agent',
      args: ['agent', 'serve'],
      restartPolicy: 'Always',
      ports: [{ name: AGENT_PORT_NAME, containerPort: AGENT_PORT, protocol: 'TCP' }],
      // A pod is ready when players can join, which monitors of the platform and people go by. Nothing is restarted or cut off for it.
      readinessProbe: { httpGet: { path: AGENT_READY_PATH, port: AGENT_PORT_NAME }, periodSeconds: 10, timeoutSeconds: 5 },
      ...both,
    },
  ];
}

function gameContainer(
  server: GameServer,
  game: AnyGame,
  { workload, cpu, memory }: ServerPlan,
  secret: string,
  options: PodOptions,
): Container {
  const { cpuAllocationRatio = CPU_ALLOCATION_RATIO } = options;
  return {
    name: GAME_CONTAINER,
    image: workload.image,
    ...(workload.command && { command: [...workload.command] }),
    ...(workload.args && { args: [...workload.args] }),
    env: [
      // An empty value is one that the API server leaves out; said so here too, what is there looks like what is wanted.
      ...Object.entries(workload.env ?? {}).map(([name, value]) => (value === '' ? { name } : { name, value })),
      ...Object.entries(workload.secretEnv ?? {}).map(([name, key]) => ({
        name,
        valueFrom: { secretKeyRef: { name: secret, key, optional: true } },
      })),
    ],
    ports: gamePorts(server, game),
    resources: {
      limits: { cpu, memory, 'ephemeral-storage': GAME_SCRATCH.limit },
      requests: { cpu: requestOf(cpu, cpuAllocationRatio), memory, 'ephemeral-storage': GAME_SCRATCH.request },
    },
    volumeMounts: [
      { name: DATA_VOLUME, mountPath: workload.dataPath },
      { name: 'gse', mountPath: AGENT_PATHS.shared },
      ...gameSecrets(game, secret).map(({ name }) => ({ name, mountPath: AGENT_PATHS.secrets, readOnly: true })),
    ],
    securityContext: RESTRICTED,
    lifecycle: { preStop: { exec: { command: ['/bin/sh', '-c', drainScript(game, noticeOf(server, options))] } } },
  };
}

function gamePorts({ spec: { network } }: GameServer, game: AnyGame): ContainerPort[] {
  return Object.entries(game.ports).flatMap(([name, port]) =>
    port.protocols.map((protocol) => ({
      name: servicePortName(name, protocol, port.protocols.length),
      containerPort: port.number,
      protocol,
      ...(network?.type === 'HostPort' && port.exposed && { hostPort: outsidePort(game, network, name) }),
    })),
  );
}

/** Scheduling as the person asked for it; whatever is absent stays the platform's to fill in. */
function placementOf({ spec: { placement = {} } }: GameServer): Partial<PodSpec> {
  return Object.fromEntries(Object.entries(placement).filter(([, value]) => value !== undefined));
}

/**
 * The volume with the game's own credentials, where it has any. Plugins run as the game does: they must not read the agent's
 * token. (No items at all would mean every key, so a game without secrets has no such volume.)
 */
function gameSecrets(game: AnyGame, secret: string): Volume[] {
  const items = Object.keys(game.secrets).map((key) => ({ key, path: key }));
  return items.length === 0 ? [] : [{ name: 'game-secrets', secret: { secretName: secret, defaultMode: 0o440, optional: true, items } }];
}

/**
 * Tells the agent to save and stop the game, and holds the kubelet's SIGTERM back until it has. The request is a file that the agent
 * has prepared and that only gets its name here: on a full disk, for which pods are taken away, none can be made. Where the agent
 * cannot be told, the game gets the signal at once; where it is dead, while there is still time in the grace period to save by
 * itself. The answer to an earlier request, after which the container was started again in its place, is withdrawn. A shell has no
 * clock that every image brings, so fifths of a second are counted.
 */
function drainScript(game: AnyGame, noticeSeconds: number): string {
  const rounds = 5 * (gracePeriodSeconds(game, noticeSeconds) - game.budgets.stopSeconds);
  const [request, blank, done] = [DRAIN_FILES.request, DRAIN_FILES.blank, DRAIN_FILES.done].map((name) => `${AGENT_PATHS.shared}/${name}`);
  return [
    `rm -f ${done}`,
    `mv -f ${blank} ${request} || touch ${request} || exit 1`,
    `i=0; while [ ! -e ${done} ] && [ $i -lt ${rounds} ]; do sleep 0.2; i=$((i+1)); done`,
  ].join('; ');
}

/** Games idle well below their limit; a part of it is what the scheduler sets aside. Memory is never overcommitted. */
function requestOf(cpu: string, ratio: number): string {
  const millis = cpu.endsWith('m') ? Number(cpu.slice(0, -1)) : Number(cpu) * 1000;
  // No more than the limit, which may be tiny.
  return `${Math.min(Math.max(50, Math.round(millis / ratio)), Math.ceil(millis))}m`;
}

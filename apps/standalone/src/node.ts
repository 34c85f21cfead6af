import { createNode, EngineRuntime, LocalProgramRuntime, nodeInstance, type Engine, type GameNode, type NodeOptions } from '@gse/embedded';
import { systemClock, type KubeClient, type Log } from '@gse/kube';
import { programFor } from './local-programs.ts';

/** Agents and simulated games share processes beyond this many, so that two hundred servers do not cost four hundred processes. */
const PROCESSES_PER_GROUP = 6;
const START_TIMEOUT_MS = 30_000;

/** What a node of this checkout is made of. */
export interface StartNodeOptions extends Pick<NodeOptions, 'bindsPods' | 'kubelet' | 'tellsPodIPs'> {
  readonly client: KubeClient;
  readonly nodeName: string;
  readonly dataDir: string;
  /** Runs the containers of games; without one they are simulated. */
  readonly engine: Engine | undefined;
  /** Containers of this image run as programs of this checkout. */
  readonly agentImage: string;
  readonly advertisedHost: string;
  readonly bindAddress: string;
  /** Packages of further games, for the programs. */
  readonly games: string | undefined;
  readonly log: Log;
}

/** Starts a node whose agents, and games where no engine runs them, are programs of this checkout. */
export async function startNode(options: StartNodeOptions): Promise<GameNode> {
  const { engine, agentImage, dataDir, games, log, ...rest } = options;
  // Programs run in child processes, which get the environment of this one, and the games may have come as a flag.
  if (games === undefined) delete process.env['GSE_GAMES'];
  else process.env['GSE_GAMES'] = games;
  const isSimulated = engine === undefined;
  const local = new LocalProgramRuntime({
    name: isSimulated ? 'simulated' : 'local',
    programsModule: new URL('./programs.ts', import.meta.url),
    programFor: (container, pod) => programFor(container, pod, isSimulated, agentImage),
    dataDir,
    clock: systemClock,
    log,
    maxHosts: PROCESSES_PER_GROUP,
  });
  const game = engine ? new EngineRuntime({ engine, instance: await nodeInstance(dataDir), clock: systemClock, log }) : local;
  const node = createNode({
    ...rest,
    dataDir,
    runtimes: { game, local },
    isLocalImage: (image) => image === agentImage,
    clock: systemClock,
    log,
    random: Math.random,
  });
  await node.start(AbortSignal.timeout(START_TIMEOUT_MS));
  return node;
}

/** The node as a process of its own, for tests that kill it. Its one argument is a {@link NodeProcessSettings} as JSON. */
import { createKubeClient, httpFetch, silentLog, systemClock } from '@gse/kube';
import { createNode } from '../create-node.ts';
import { detectEngine } from '../engine/detect.ts';
import { EngineRuntime } from '../engine/engine-runtime.ts';
import { testNodeOptions, testRuntime } from './test-node.ts';

export interface NodeProcessSettings {
  baseUrl: string;
  token: string;
  dataDir: string;
  /** Runs games in this engine instead of as programs. */
  dockerHost?: string | undefined;
}

const settings = JSON.parse(process.argv[2] ?? '{}') as NodeProcessSettings;
const local = testRuntime(settings.dataDir);
const { engine } = settings.dockerHost
  ? await detectEngine({ env: { DOCKER_HOST: settings.dockerHost }, signal: AbortSignal.timeout(10_000) })
  : { engine: undefined };
const game = engine ? new EngineRuntime({ engine, instance: 'killed-node', clock: systemClock, log: silentLog }) : local;
const client = createKubeClient({ baseUrl: settings.baseUrl, fetch: httpFetch(), token: settings.token, fieldManager: 'gse-node' });
const node = createNode({ ...testNodeOptions, client, dataDir: settings.dataDir, runtimes: { local, game } });
await node.start(AbortSignal.timeout(30_000));
process.send?.('ready');
// Only the parent's wish ends it.
process.on('disconnect', () => process.exit(0));

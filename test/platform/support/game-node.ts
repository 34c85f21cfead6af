import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createNode, LocalProgramRuntime } from '@gse/embedded';
import { silentLog, systemClock, type KubeClient } from '@gse/kube';
import { machineCertificate } from '../../../apps/standalone/src/access/certificate.ts';
import { programFor } from '../../../apps/standalone/src/local-programs.ts';
import { ownAddress } from '../../support/address.ts';

const PROCESSES_PER_GROUP = 3;

/** The node of the games, named `games`. Unlike that of the lab it takes agents of several releases: this checkout stands for all. */
export interface GameNode extends AsyncDisposable {
  readonly name: string;
  /** The folder behind a claim. */
  volume(namespace: string, claim: string): string;
}

/** Starts it; games are simulated. Who assigns pods to it is somebody else. */
export async function startGameNode(options: {
  readonly client: KubeClient;
  readonly folder: string;
  readonly agentImages: readonly string[];
}): Promise<GameNode> {
  const { client, folder, agentImages } = options;
  const host = ownAddress();
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const runtime = new LocalProgramRuntime({
    name: 'simulated',
    programsModule: new URL('../../../apps/standalone/src/programs.ts', import.meta.url),
    programFor: (container, pod) =>
      programFor(
        container,
        pod,
        true,
        agentImages.find((image) => image === container.image),
      ),
    dataDir: folder,
    clock: systemClock,
    log: silentLog,
    maxHosts: PROCESSES_PER_GROUP,
  });
  const node = createNode({
    client,
    nodeName: 'games',
    dataDir: folder,
    runtimes: { game: runtime, local: runtime },
    isLocalImage: (image) => agentImages.includes(image),
    advertisedHost: host,
    bindAddress: host,
    bindsPods: false,
    kubelet: { host, port: 0, tls: await machineCertificate(join(folder, 'kubelet.pem'), host) },
    // API servers take no address of the loopback interface for an endpoint.
    tellsPodIPs: false,
    clock: systemClock,
    log: silentLog,
    random: Math.random,
  });
  await node.start(AbortSignal.timeout(60_000));
  return {
    name: 'games',
    volume: (namespace, claim) => join(folder, 'volumes', namespace, claim),
    [Symbol.asyncDispose]: () => node.stop({ deadlineMs: 1000 }),
  };
}

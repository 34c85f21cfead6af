import { createLoadBalancer } from '@gse/embedded';
import { connectCluster, createKubeClient } from '@gse/kube';
import { runProcess } from '@gse/process';
import { once } from 'node:events';
import { hostname } from 'node:os';
import { machineCertificate } from './access/certificate.ts';
import { openDataFolder } from './data-folder.ts';
import { startNode } from './node.ts';
import { findRuntime } from './runtimes.ts';
import { nodeSettings } from './settings.ts';

/**
 * Runs the node as the kubelet of a cluster whose API server is elsewhere: for laboratories and tests. Its agents are programs
 * of this checkout, and its games are simulated unless a container engine runs them.
 */
function runNodeProcess(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): Promise<number> {
  return runProcess({
    name: 'gse-node',
    settings: nodeSettings,
    argv,
    env,
    async run({ settings, log, signal, status, tracing }) {
      const { nodeName = hostname().toLowerCase(), agentImage, advertisedHost, bindAddress, bindsPods } = settings;
      const data = openDataFolder(settings.dataDir);
      const connection = await connectCluster({ kubeconfig: settings.kubeconfig, env });
      const { engine, sentence } = await findRuntime(settings.runtime, env);
      log.info({ cluster: connection.name, nodeName }, sentence);
      const client = createKubeClient({
        ...connection,
        fetch: tracing.fetch('kubernetes', connection.fetch),
        fieldManager: 'gse-node',
      });
      const node = await startNode({
        client,
        nodeName,
        dataDir: data.path,
        engine,
        agentImage,
        advertisedHost,
        bindAddress,
        bindsPods,
        games: settings.games,
        kubelet: { host: advertisedHost, port: 0, tls: await machineCertificate(data.file('kubelet.pem'), advertisedHost) },
        // API servers take no address of the loopback interface for an endpoint; agents and games are found by their port map.
        tellsPodIPs: false,
        log,
      });
      const isReady = () => ({ isOk: true, text: 'ok\n' });
      status.serve({ health: isReady, ready: isReady });
      const stopped = new AbortController();
      const balancing = settings.loadBalancer ? createLoadBalancer({ client, advertisedHost, log }).run(stopped.signal) : undefined;
      log.info({ nodeName }, 'The node is ready');
      if (!signal.aborted) await once(signal, 'abort');
      // A little less than the process has, so that the end is in order.
      if (settings.drain) await node.stop({ deadlineMs: settings.stopSeconds * 1000 - 2000 });
      stopped.abort();
      await balancing;
      await connection.close();
      data.release();
      return 0;
    },
  });
}

process.exit(await runNodeProcess(process.argv.slice(2), process.env));

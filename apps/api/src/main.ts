import { openCatalog } from '@gse/catalog';
import { connectCluster, createKubeClient, createMetricsRegistry, registerProcessMetrics, systemClock } from '@gse/kube';
import { runProcess, type ProcessContext, type SettingsValues } from '@gse/process';
import { clusterIdentity } from './access/cluster-identity.ts';
import { createApi } from './create-api.ts';
import { applicationPlurals } from './ordering/application.ts';
import { discoverKinds, type ServedKinds } from './ordering/served-kinds.ts';
import { issuerOf } from './process/issuer.ts';
import { readSealKey } from './process/secret-files.ts';
import { apiSettings, pagesFolder } from './process/settings.ts';

export { apiSettings };

/** The API as a component, and as owner of the fields it writes. */
const NAME = 'gse-api';

type Environment = Readonly<Record<string, string | undefined>>;
type Settings = SettingsValues<typeof apiSettings>;

/**
 * Runs the API as a process of its own beside a cluster. It keeps no state, so any number of replicas with the same seal key
 * are one API.
 */
export function runApiProcess(argv: readonly string[], env: Environment): Promise<number> {
  return runProcess({ name: NAME, settings: apiSettings, argv, env, run: (context) => run(context, env) });
}

async function run({ settings, log, signal, status, tracing }: ProcessContext<Settings>, env: Environment): Promise<number> {
  const { games, gameById } = await openCatalog(settings.games, process.cwd());
  const sealKey = readSealKey(settings.sealKeyFile);
  const oidc = issuerOf(settings);
  const pages = pagesFolder(settings.pages);
  const connection = await connectCluster({ kubeconfig: settings.kubeconfig, env });
  try {
    const metrics = createMetricsRegistry();
    registerProcessMetrics(metrics);
    const { baseUrl } = connection;
    // Callers bring their own tokens and get connections that carry nothing of ours.
    const theirs = tracing.fetch('kubernetes', connection.fetchForOthers);
    const kube = (token: string) => createKubeClient({ baseUrl, fetch: theirs, token, fieldManager: NAME });
    const own = tracing.fetch('kubernetes', connection.fetch);
    const servedKinds: Readonly<Record<Settings['ordering'], ServedKinds | undefined>> = {
      gameserver: undefined,
      cozystack: async () => applicationPlurals(games),
      auto: discoverKinds({ baseUrl, fetch: own, token: connection.token, clock: systemClock }),
    };
    const kinds = servedKinds[settings.ordering];
    const publicOrigin = settings.publicUrl === undefined ? undefined : new URL(settings.publicUrl).origin;
    const api = await createApi({
      kube,
      reader: createKubeClient({ ...connection, fetch: own, fieldManager: NAME, metrics }),
      games,
      gameById,
      authenticate: clusterIdentity(kube),
      sealKey,
      publicOrigins: () => (publicOrigin === undefined ? [] : [publicOrigin]),
      ...(oidc && { oidc }),
      ...(kinds && { servedKinds: kinds }),
      ...(pages !== undefined && { pages }),
      ...(settings.trustedProxies !== undefined && { trustedProxies: settings.trustedProxies }),
      agentFetch: tracing.fetch('agent', (request) => fetch(request)),
      // The status server has them, on a port that no browser reaches.
      servesMetrics: false,
      metrics,
      tracing,
      log,
    });
    try {
      status.serve({ health: api.health.live, ready: api.health.ready, metrics: () => metrics.render() });
      const address = await api.app.listen({ host: settings.host, port: settings.port });
      log.info(
        { address, cluster: connection.name, ordering: settings.ordering, pages: pages !== undefined, issuer: oidc?.issuer },
        'The API listens',
      );
      await new Promise<void>((resolve) =>
        signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve(), { once: true }),
      );
    } finally {
      await api.close();
    }
    return 0;
  } finally {
    await connection.close();
  }
}

import { openCatalog } from '@gse/catalog';
import { connectCluster, createKubeClient, createLeaderElector, createMetricsRegistry, registerProcessMetrics } from '@gse/kube';
import {
  commonSettings,
  decimal,
  declareSettings,
  runProcess,
  stopSettings,
  text,
  yesOrNo,
  type ProcessContext,
  type SettingsValues,
} from '@gse/process';
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { createOperator, SYSTEM_NAMESPACE } from './operator.ts';

/** Name of the operator as a component, and of the Lease its replicas share. */
const NAME = 'gse-operator';

/** A dozen are watches. More requests at a time than the rest would not be answered sooner, and cost the API server memory. */
const MOST_CONNECTIONS = 32;

/** The settings of the operator's process. */
export const operatorSettings = declareSettings({
  ...commonSettings,
  agentImage: {
    env: 'GSE_AGENT_IMAGE',
    schema: text(),
    description: "Image of the agent's containers, which is this image; with its digest where there is one.",
    example: 'registry.example.org/gse:0.1.0',
  },
  namespace: {
    env: 'GSE_NAMESPACE',
    schema: text(63).optional(),
    description: `Namespace of the operator and the API: of the Lease ${NAME}, and of the pods that may reach agents.`,
    otherwise: `the namespace of the pod or the kubeconfig, then ${SYSTEM_NAMESPACE}`,
  },
  leaderElection: {
    env: 'GSE_LEADER_ELECTION',
    schema: yesOrNo(),
    description: 'Of several replicas one works, and another takes over when it is gone.',
    default: 'true',
  },
  networkPolicies: {
    env: 'GSE_NETWORK_POLICIES',
    schema: yesOrNo(),
    description: 'Each server gets a NetworkPolicy that opens its game ports and nothing else.',
    default: 'true',
  },
  metricsNamespaces: {
    env: 'GSE_METRICS_NAMESPACES',
    schema: text().optional(),
    description:
      'Namespaces whose collectors of metrics may reach agents, separated by commas. Empty: all of them; agents ask for their token all the same.',
    otherwise: 'every namespace',
  },
  cpuAllocationRatio: {
    env: 'GSE_CPU_ALLOCATION_RATIO',
    schema: decimal(1, 1000),
    description: 'How often the processors of a node are handed out: a game is sure of this part of its limit, 1/2 with 2.',
    default: '2',
  },
  ...stopSettings,
});

/**
 * Runs the operator as a process of its own. It ends in order when it is told to, and with exit code 1 when another replica
 * leads: its Deployment starts it anew.
 */
export function runOperatorProcess(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): Promise<number> {
  return runProcess({ name: NAME, settings: operatorSettings, argv, env, run: (context) => run(context, env) });
}

async function run(
  { settings, log, signal, status, tracing }: ProcessContext<SettingsValues<typeof operatorSettings>>,
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const { gameById } = await openCatalog(settings.games, process.cwd());
  const connection = await connectCluster({ kubeconfig: settings.kubeconfig, env, maxConnections: MOST_CONNECTIONS });
  // A connection of its own: the lease must not wait behind writes that a slow webhook holds up.
  const leaseConnection = await connectCluster({ kubeconfig: settings.kubeconfig, env, maxConnections: 1 });
  try {
    const metrics = createMetricsRegistry();
    registerProcessMetrics(metrics);
    const client = createKubeClient({
      ...connection,
      fetch: tracing.fetch('kubernetes', connection.fetch),
      fieldManager: NAME,
      metrics,
    });
    const namespace = settings.namespace ?? connection.namespace ?? SYSTEM_NAMESPACE;
    const leaseClient = createKubeClient({ ...leaseConnection, fieldManager: NAME });
    const identity = `${hostname()}_${randomUUID()}`;
    const operator = createOperator({
      client,
      gameById,
      agentImage: settings.agentImage,
      games: settings.games,
      agentFetch: tracing.fetch('agent', (request) => fetch(request)),
      networkPolicies: settings.networkPolicies,
      metricsNamespaces: settings.metricsNamespaces?.split(/[\s,]+/).filter((name) => name !== ''),
      cpuAllocationRatio: settings.cpuAllocationRatio,
      systemNamespace: namespace,
      ...(settings.leaderElection && {
        elector: createLeaderElector({ client: leaseClient, namespace, name: NAME, identity, log, metrics }),
      }),
      metrics,
      around: ({ controller, key }, work) =>
        log.within({ server: key, controller }, () =>
          tracing.span(`reconcile ${controller}`, { 'gse.controller': controller, 'gse.server': key }, work),
        ),
      log,
    });
    status.serve({ health: operator.health.live, ready: operator.health.ready, metrics: operator.renderMetrics });
    log.info({ cluster: connection.name, namespace, identity, leaderElection: settings.leaderElection }, 'The operator starts');
    await operator.run(signal);
    return 0;
  } finally {
    await Promise.all([connection.close(), leaseConnection.close()]);
  }
}

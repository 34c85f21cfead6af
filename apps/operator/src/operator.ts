import {
  createEventRecorder,
  createManager,
  createMetricsRegistry,
  silentLog,
  systemClock,
  type AroundReconcile,
  type Clock,
  type Fetch,
  type Health,
  type KubeClient,
  type LeaderElector,
  type Log,
  type MetricsRegistry,
} from '@gse/kube';
import type { AnyGame } from '@gse/sdk';
import { randomBytes } from 'node:crypto';
import { createCaches } from './caches.ts';
import type { OperatorContext } from './context.ts';
import { lifecycleController } from './lifecycle-controller.ts';
import { renderServerMetrics } from './metrics/server-metrics.ts';
import { serverSources } from './metrics/server-sources.ts';
import { Orders } from './orders.ts';
import { partsMaker, serverController } from './server-controller.ts';
import { Troubles } from './workload/troubles.ts';

/** Where the operator and the API run unless told otherwise. */
export const SYSTEM_NAMESPACE = 'gse-system';

/** What an operator is made of. */
export interface OperatorOptions {
  readonly client: KubeClient;
  gameById(this: void, id: string): AnyGame | undefined;
  readonly agentImage: string;
  readonly agentFetch?: Fetch;
  /** Whether each server gets a NetworkPolicy of its own; on unless switched off. */
  readonly networkPolicies?: boolean;
  /** Namespace of the operator's and the API's own pods, which may reach agents; `gse-system` when absent. */
  readonly systemNamespace?: string;
  /** Namespaces whose collectors of metrics may reach agents; all when absent or empty. */
  readonly metricsNamespaces?: readonly string[] | undefined;
  /** How often the processors of a node are handed out: a game requests this part of its limit; 2 when absent. */
  readonly cpuAllocationRatio?: number;
  /** Longest warning of players whose pod is taken away from outside; a minute when absent. */
  readonly mostEvictionNoticeSeconds?: number;
  /** Packages of further games that agents are to load, where the catalogue has more than this edition's. */
  readonly games?: string | undefined;
  /** With several replicas: work is done only while this one leads. Caches are kept warm meanwhile. */
  readonly elector?: LeaderElector;
  /** Where figures are kept; give the client the same one and its requests are counted beside the rest. */
  readonly metrics?: MetricsRegistry;
  /** What each reconcile runs inside of, such as a span of a trace. */
  readonly around?: AroundReconcile;
  readonly clock?: Clock;
  readonly log?: Log;
}

/** A running operator. */
export interface Operator {
  /** True while every cache has its first list. */
  readonly isReady: boolean;
  readonly ready: Promise<void>;
  /** What `/healthz` and `/readyz` answer. */
  readonly health: Health;
  /**
   * Works until the signal fires and what is under way has ended. Throws `GSE_KUBE_LEASE_LOST` when somebody else leads: the
   * process must end. Once per operator.
   */
  run(signal: AbortSignal): Promise<void>;
  /** Prometheus text, named as controller-runtime names things. */
  renderMetrics(): string;
}

/** Creates an operator for every GameServer the client can see; nothing happens before `run`. */
export function createOperator(options: OperatorOptions): Operator {
  const { client, elector, clock = systemClock, log = silentLog, metrics = createMetricsRegistry() } = options;
  const context: OperatorContext = {
    client,
    gameById: options.gameById,
    agentImage: options.agentImage,
    networkPolicies: options.networkPolicies ?? true,
    systemNamespace: options.systemNamespace ?? SYSTEM_NAMESPACE,
    metricsNamespaces: options.metricsNamespaces,
    cpuAllocationRatio: options.cpuAllocationRatio,
    games: options.games,
    mostEvictionNoticeSeconds: options.mostEvictionNoticeSeconds,
    randomBytes: (size) => randomBytes(size),
    events: createEventRecorder({ client, component: 'gse-operator', clock, log }),
    ...(options.agentFetch && { agentFetch: options.agentFetch }),
    runtime: { clock, log, metrics, around: options.around },
  };
  const caches = createCaches(context);
  const troubles = new Troubles();
  const orders = new Orders(context);
  const lifecycle = lifecycleController(context, caches, orders, troubles, partsMaker(context, caches, orders, troubles));
  const controllers = [serverController(context, caches, orders, troubles), lifecycle.controller];
  const manager = createManager({ controllers, elector, metrics, clock, log });
  return {
    get isReady() {
      return manager.isReady;
    },
    ready: manager.ready,
    health: manager.health,
    async run(signal) {
      try {
        await manager.run(signal);
      } finally {
        lifecycle.agents.close();
        await context.events.flush();
      }
    },
    // Of several replicas the one that leads tells of servers; figures are not added up twice.
    renderMetrics: () =>
      manager.renderMetrics() + (elector?.isLeader === false ? '' : renderServerMetrics(serverSources(caches, lifecycle.agents))),
  };
}

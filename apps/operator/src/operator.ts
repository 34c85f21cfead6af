import {
  createEventRecorder,
  createManager,
  createMetricsRegistry,
  silentLog,
  systemClock,
  type Clock,
  type Fetch,
  type KubeClient,
  type Log,
} from '@gse/kube';
import type { AnyGame } from '@gse/sdk';
import { randomBytes } from 'node:crypto';
import { createCaches } from './caches.ts';
import type { OperatorContext } from './context.ts';
import { lifecycleController } from './lifecycle-controller.ts';
import { serverController } from './server-controller.ts';

/** What an operator is made of. */
export interface OperatorOptions {
  readonly client: KubeClient;
  gameById(this: void, id: string): AnyGame | undefined;
  readonly agentImage: string;
  readonly agentFetch?: Fetch;
  readonly clock?: Clock;
  readonly log?: Log;
}

/** A running operator. */
export interface Operator {
  /** True while every cache has its first list. */
  readonly isReady: boolean;
  readonly ready: Promise<void>;
  /** Works until the signal fires and what is under way has ended. Once per operator. */
  run(signal: AbortSignal): Promise<void>;
  /** Prometheus text, named as controller-runtime names things. */
  renderMetrics(): string;
}

/** Creates an operator for every GameServer the client can see; nothing happens before `run`. */
export function createOperator(options: OperatorOptions): Operator {
  const { client, clock = systemClock, log = silentLog } = options;
  const metrics = createMetricsRegistry();
  const context: OperatorContext = {
    client,
    gameById: options.gameById,
    agentImage: options.agentImage,
    randomBytes: (size) => randomBytes(size),
    events: createEventRecorder({ client, component: 'gse-operator', clock, log }),
    ...(options.agentFetch && { agentFetch: options.agentFetch }),
    runtime: { clock, log, metrics },
  };
  const caches = createCaches(context);
  const lifecycle = lifecycleController(context, caches);
  const manager = createManager({ controllers: [serverController(context, caches), lifecycle.controller], metrics, log });
  return {
    get isReady() {
      return manager.isReady;
    },
    ready: manager.ready,
    async run(signal) {
      try {
        await manager.run(signal);
      } finally {
        lifecycle.agents.close();
        await context.events.flush();
      }
    },
    renderMetrics: () => manager.renderMetrics(),
  };
}

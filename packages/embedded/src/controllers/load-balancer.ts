import {
  createEventRecorder,
  createInformer,
  createManager,
  createMetricsRegistry,
  services,
  silentLog,
  systemClock,
  type Clock,
  type KubeClient,
  type Log,
} from '@gse/kube';
import { createServiceController } from './service/controller.ts';

/** What a load balancer needs. */
export interface LoadBalancerOptions {
  client: KubeClient;
  /** The address of this machine that goes into the status of exposed Services. */
  advertisedHost: string;
  clock?: Clock | undefined;
  random?: (() => number) | undefined;
  log?: Log | undefined;
}

/**
 * The part of the built-in controllers that a real control plane leaves to its platform: addresses for Services. The node
 * listens on the node ports itself, so the address is this machine's and the ports are those; the status says so.
 */
export function createLoadBalancer(options: LoadBalancerOptions): { run(signal: AbortSignal): Promise<void> } {
  const { client, advertisedHost, clock = systemClock, random = Math.random, log = silentLog } = options;
  const metrics = createMetricsRegistry();
  const informer = createInformer({ client, type: services, clock, random, log });
  const recorder = createEventRecorder({ client, component: 'gse-load-balancer', clock, random, log });
  const controller = createServiceController({
    client,
    services: informer,
    recorder,
    advertisedHost,
    // The API server has given every Service its ports before anybody sees it.
    isPortFree: () => Promise.resolve(true),
    clock,
    log,
    metrics,
  });
  return createManager({ controllers: [controller], informers: [informer], metrics, log });
}

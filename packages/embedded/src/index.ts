// Kubernetes on one machine: the API server over a database file,
export { createApiServer, toRequestListener } from './api-server/index.ts';
export type {
  ApiServer,
  ApiServerOptions,
  Auth,
  HistoryLimits,
  Listener,
  ListenOptions,
  MeasuredContainer,
  MeasuredPod,
  PodLogOptions,
  PodLogProvider,
  PodMetricsProvider,
} from './api-server/index.ts';
// the built-in controllers,
export { createBuiltinControllers, createLoadBalancer, createPortProbe } from './controllers/index.ts';
export type { BuiltinControllers, BuiltinControllersOptions, IsPortFree, LoadBalancerOptions } from './controllers/index.ts';
// and the node.
export * from './node/index.ts';

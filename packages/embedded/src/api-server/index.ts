// Starting a server.
export { createApiServer, type ApiServer, type ApiServerOptions } from './server.ts';
export type { Auth } from './auth/tokens.ts';
export { toRequestListener, type Listener, type ListenOptions } from './http/listen.ts';
export type { HistoryLimits } from './store/event-log.ts';

// What the node provides.
export type { PodLogOptions, PodLogProvider } from './logs/provider.ts';
export type { MeasuredContainer, MeasuredPod, PodMetricsProvider } from './measured/provider.ts';

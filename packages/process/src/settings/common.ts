import { declareSettings } from './declare.ts';
import { oneOf, port, text, wholeNumber } from './schemas.ts';

/** How a process tells what it does. Every process has these. */
export const logSettings = declareSettings({
  logLevel: {
    env: 'GSE_LOG_LEVEL',
    schema: oneOf(['debug', 'info', 'warn', 'error']),
    description: 'The least important log lines that are written.',
    default: 'info',
  },
  logFormat: {
    env: 'GSE_LOG_FORMAT',
    schema: oneOf(['json', 'text']),
    description: 'One JSON object per log line, or text for people at a terminal.',
    default: 'json',
  },
  tracing: {
    env: 'GSE_TRACING',
    schema: oneOf(['none', 'otlp']),
    description: 'Sends OpenTelemetry traces over HTTP to where the standard OTEL_EXPORTER_OTLP_* variables say.',
    default: 'none',
  },
});

/** Settings of every process that works with a cluster. */
export const commonSettings = declareSettings({
  ...logSettings,
  statusPort: {
    env: 'GSE_STATUS_PORT',
    schema: port(),
    description: 'Port of /healthz, /readyz and /metrics. 0 takes any free port.',
    default: '8081',
  },
  games: {
    env: 'GSE_GAMES',
    schema: text().optional(),
    description: 'Packages of further games, by name or folder, separated by commas.',
    otherwise: 'the games of this edition',
    example: '@example/gse-terraria',
  },
  kubeconfig: {
    env: 'KUBECONFIG',
    schema: text().optional(),
    description: 'Path of a kubeconfig.',
    otherwise: 'the cluster this pod runs in, then ~/.kube/config',
  },
});

/** How long a process may take to stop. A process without this setting takes the time it needs. */
export const stopSettings = declareSettings({
  stopSeconds: {
    env: 'GSE_STOP_SECONDS',
    schema: wholeNumber(1, 3600),
    description: 'How long what is under way may take to end after a signal; less than the grace period of the pod.',
    default: '20',
  },
});

import type { RequestReport } from '../client/transport.ts';
import type { Labels, MetricsRegistry } from './registry.ts';

const durationBuckets = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60];

/** Counts the requests of a client, under the names client-go uses. */
export function createClientMetrics(registry: MetricsRegistry, host: string): (report: RequestReport) => void {
  const total = registry.counter('rest_client_requests_total', 'Number of HTTP requests, partitioned by status code, method, and host');
  const duration = registry.histogram(
    'rest_client_request_duration_seconds',
    'Request latency in seconds, partitioned by verb and host: until the answer begins',
    durationBuckets,
  );
  /** By method and status; there are a few dozen. */
  const labels = new Map<string, { ofTotal: Labels; ofDuration: Labels }>();
  return ({ method, status, seconds }) => {
    const key = `${method} ${status}`;
    let known = labels.get(key);
    if (!known) {
      known = { ofTotal: { code: status === 0 ? '<error>' : String(status), host, method }, ofDuration: { host, verb: method } };
      labels.set(key, known);
    }
    total.inc(known.ofTotal);
    duration.observe(seconds, known.ofDuration);
  };
}

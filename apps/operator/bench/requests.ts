/** What the API server has counted since it was started. */
export interface RequestCounts {
  /** Requests of the operator under test, opened watches included. */
  readonly operator: number;
  /** Of everybody, by `VERB resource`; watches left out. */
  readonly byKind: ReadonlyMap<string, number>;
  /** User and system time of the API server itself. */
  readonly apiServerCpuSeconds: number;
}

const WRITES: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'APPLY', 'DELETE', 'DELETECOLLECTION']);
const label = (labels: string, name: string): string => new RegExp(`[{,]${name}="([^"]*)"`).exec(labels)?.[1] ?? '';

/** Reads the metrics of kube-apiserver; the operator's flow is named as its user. */
export function requestCounts(metrics: string, operatorFlow: string): RequestCounts {
  let operator = 0;
  const byKind = new Map<string, number>();
  for (const line of metrics.split('\n')) {
    const end = line.lastIndexOf('} ');
    if (end < 0) continue;
    const value = Number(line.slice(end + 2));
    if (line.startsWith('apiserver_flowcontrol_dispatched_requests_total{')) {
      if (label(line, 'flow_schema') === operatorFlow) operator += value;
    } else if (line.startsWith('apiserver_request_total{')) {
      const verb = label(line, 'verb');
      if (verb === 'WATCH') continue;
      const subresource = label(line, 'subresource');
      const kind = `${verb} ${label(line, 'resource')}${subresource === '' ? '' : `/${subresource}`}`;
      byKind.set(kind, (byKind.get(kind) ?? 0) + value);
    }
  }
  const cpu = /^process_cpu_seconds_total (\S+)$/m.exec(metrics)?.[1];
  return { operator, byKind, apiServerCpuSeconds: Number(cpu ?? 0) };
}

/** What was asked between two moments. */
export function requestsBetween(before: RequestCounts, after: RequestCounts): RequestCounts {
  const byKind = new Map<string, number>();
  for (const [kind, count] of after.byKind) {
    const more = count - (before.byKind.get(kind) ?? 0);
    if (more > 0) byKind.set(kind, more);
  }
  const apiServerCpuSeconds = after.apiServerCpuSeconds - before.apiServerCpuSeconds;
  return { operator: after.operator - before.operator, byKind, apiServerCpuSeconds };
}

/** What the API server keeps for itself. */
const OWN: ReadonlySet<string> = new Set(['leases', 'flowschemas', 'prioritylevelconfigurations', 'apiservices', 'endpointslices']);

/** Requests that change something, by everybody but the API server itself. */
export function writesOf({ byKind }: RequestCounts): number {
  let writes = 0;
  for (const [kind, count] of byKind) {
    const [verb = '', resource = ''] = kind.split(' ');
    if (WRITES.has(verb) && !OWN.has(resource.split('/')[0] ?? '')) writes += count;
  }
  return writes;
}

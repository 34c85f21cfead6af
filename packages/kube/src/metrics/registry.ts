/** Values of a metric's labels, by name. An object that has been used is not to be changed. */
export type Labels = Readonly<Record<string, string>>;

/** Only goes up. */
export interface Counter {
  inc(labels?: Labels, by?: number): void;
}

/** Goes up and down. */
export interface Gauge {
  set(value: number, labels?: Labels): void;
  add(by: number, labels?: Labels): void;
}

/** Counts observations in buckets. */
export interface Histogram {
  observe(value: number, labels?: Labels): void;
}

/** The metrics of one process, in Prometheus' text format. Asking twice for the same name gives the same metric. */
export interface MetricsRegistry {
  counter(name: string, help: string): Counter;
  gauge(name: string, help: string): Gauge;
  histogram(name: string, help: string, buckets: readonly number[]): Histogram;
  /** Called before every rendering, to set gauges that are cheaper to read than to keep. */
  onRender(callback: () => void): void;
  /** Text exposition format 0.0.4: `Content-Type: text/plain; version=0.0.4`. */
  render(): string;
}

type Kind = 'counter' | 'gauge' | 'histogram';

interface Distribution {
  counts: number[];
  sum: number;
  count: number;
}

interface Metric {
  kind: Kind;
  help: string;
  buckets: readonly number[];
  values: Map<string, number>;
  distributions: Map<string, Distribution>;
}

const escapes: Record<string, string> = { '\\': '\\\\', '"': '\\"', '\n': '\\n' };

const noLabels: Labels = {};
/** Label sets that are used again and again are written once. */
const written = new WeakMap<Labels, string>();

function labelText(labels: Labels): string {
  const known = written.get(labels);
  if (known !== undefined) return known;
  const text = Object.entries(labels)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}="${value.replace(/[\\"\n]/g, (character) => escapes[character] ?? '')}"`)
    .join(',');
  written.set(labels, text);
  return text;
}

function sample(name: string, labels: string, value: number): string {
  return labels ? `${name}{${labels}} ${value}` : `${name} ${value}`;
}

function renderDistribution(name: string, labels: string, buckets: readonly number[], d: Distribution): string[] {
  const separator = labels ? ',' : '';
  let cumulative = 0;
  const lines = buckets.map((bound, index) => {
    cumulative += d.counts[index] ?? 0;
    return sample(`${name}_bucket`, `${labels}${separator}le="${bound}"`, cumulative);
  });
  lines.push(sample(`${name}_bucket`, `${labels}${separator}le="+Inf"`, d.count));
  lines.push(sample(`${name}_sum`, labels, d.sum), sample(`${name}_count`, labels, d.count));
  return lines;
}

/** Creates an empty registry. */
export function createMetricsRegistry(): MetricsRegistry {
  const metrics = new Map<string, Metric>();
  const renderCallbacks: (() => void)[] = [];

  function metric(name: string, help: string, kind: Kind, buckets: readonly number[] = []): Metric {
    let found = metrics.get(name);
    if (!found) {
      found = { kind, help, buckets, values: new Map(), distributions: new Map() };
      metrics.set(name, found);
    }
    if (found.kind !== kind) throw new TypeError(`The metric ${name} is a ${found.kind}, not a ${kind}`);
    return found;
  }

  function add({ values }: Metric, labels: Labels, by: number): void {
    const key = labelText(labels);
    values.set(key, (values.get(key) ?? 0) + by);
  }

  return {
    counter(name, help) {
      const counter = metric(name, help, 'counter');
      return { inc: (labels = noLabels, by = 1) => add(counter, labels, by) };
    },
    gauge(name, help) {
      const gauge = metric(name, help, 'gauge');
      return {
        set: (value, labels = noLabels) => void gauge.values.set(labelText(labels), value),
        add: (by, labels = noLabels) => add(gauge, labels, by),
      };
    },
    histogram(name, help, buckets) {
      const histogram = metric(name, help, 'histogram', buckets);
      return {
        observe(value, labels = noLabels) {
          const key = labelText(labels);
          let distribution = histogram.distributions.get(key);
          if (!distribution) {
            distribution = { counts: histogram.buckets.map(() => 0), sum: 0, count: 0 };
            histogram.distributions.set(key, distribution);
          }
          const index = histogram.buckets.findIndex((bound) => value <= bound);
          if (index >= 0) distribution.counts[index] = (distribution.counts[index] ?? 0) + 1;
          distribution.sum += value;
          distribution.count++;
        },
      };
    },
    onRender: (callback) => void renderCallbacks.push(callback),
    render() {
      for (const callback of renderCallbacks) callback();
      const lines: string[] = [];
      for (const [name, { kind, help, buckets, values, distributions }] of metrics) {
        lines.push(`# HELP ${name} ${help.replace(/[\\\n]/g, (c) => escapes[c] ?? '')}`, `# TYPE ${name} ${kind}`);
        for (const [labels, value] of values) lines.push(sample(name, labels, value));
        for (const [labels, d] of distributions) lines.push(...renderDistribution(name, labels, buckets, d));
      }
      return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
    },
  };
}

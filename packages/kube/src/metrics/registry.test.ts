import { expect, test } from 'vitest';
import { createMetricsRegistry } from '../index.ts';

test('counters, gauges and histograms come out as Prometheus reads them', () => {
  const registry = createMetricsRegistry();
  registry.counter('requests_total', 'Requests\nserved').inc({ path: 'a"b\\c\nd', code: '200' }, 2);
  registry.gauge('depth', 'Depth').set(1.5);
  const histogram = registry.histogram('seconds', 'Seconds', [0.1, 1]);
  for (const value of [0.1, 0.5, 7]) histogram.observe(value, { name: 'x' });
  expect(registry.render()).toBe(
    [
      '# HELP requests_total Requests\\nserved',
      '# TYPE requests_total counter',
      'requests_total{code="200",path="a\\"b\\\\c\\nd"} 2',
      '# HELP depth Depth',
      '# TYPE depth gauge',
      'depth 1.5',
      '# HELP seconds Seconds',
      '# TYPE seconds histogram',
      'seconds_bucket{name="x",le="0.1"} 1',
      'seconds_bucket{name="x",le="1"} 2',
      'seconds_bucket{name="x",le="+Inf"} 3',
      'seconds_sum{name="x"} 7.6',
      'seconds_count{name="x"} 3',
      '',
    ].join('\n'),
  );
});

test('one name is one metric, of one kind', () => {
  const registry = createMetricsRegistry();
  registry.counter('n', 'N').inc();
  registry.counter('n', 'N').inc();
  expect(registry.render()).toContain('\nn 2\n');
  expect(() => registry.gauge('n', 'N')).toThrow('is a counter');
});

test('gauges can be read at the moment of rendering', () => {
  const registry = createMetricsRegistry();
  const gauge = registry.gauge('g', 'G');
  let value = 0;
  registry.onRender(() => gauge.set(++value));
  expect(registry.render()).toContain('\ng 1\n');
  expect(registry.render()).toContain('\ng 2\n');
});

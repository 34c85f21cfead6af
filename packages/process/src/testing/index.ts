export { startCollector, type CollectedSpan, type Collector } from './collector.ts';
export { otlpTracing } from '../tracing/otlp.ts';

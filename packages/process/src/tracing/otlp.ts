import { SpanKind as OtelKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  defaultResource,
  detectResources,
  resourceAttributesEnvDetector,
  resourceFromAttributes,
  serviceNameEnvDetector,
} from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider, type SpanExporter } from '@opentelemetry/sdk-trace';
import { redactText } from '../log/redact.ts';
import { samplerFrom } from './sampler.ts';
import { tracedFetch } from './traced-fetch.ts';
import type { Span, SpanAttributes, SpanKind, Tracing } from './tracing.ts';

const kinds: Readonly<Record<SpanKind, OtelKind>> = {
  internal: OtelKind.INTERNAL,
  client: OtelKind.CLIENT,
  server: OtelKind.SERVER,
};
/** What is left at the end gets this long; a collector that is away must not hold up a stop. */
const defaultCloseTimeoutMs = 3000;

/**
 * Traces over OTLP/HTTP. Where to, with which headers and limits, comes from the standard `OTEL_EXPORTER_OTLP_*` variables;
 * `OTEL_SERVICE_NAME`, `OTEL_RESOURCE_ATTRIBUTES` and `OTEL_TRACES_SAMPLER` count too. Nothing global is set.
 */
export function otlpTracing(options: {
  readonly serviceName: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Told when traces can no longer be sent, with the reason, and when they can again. */
  readonly tell?: (problem: unknown) => void;
  /** How long spans are collected before they are sent. */
  readonly sendEveryMs?: number;
  readonly closeTimeoutMs?: number;
}): Tracing {
  const contexts = new AsyncLocalStorageContextManager().enable();
  const processor = new BatchSpanProcessor({
    exporter: telling(new OTLPTraceExporter(), options.tell ?? (() => {})),
    ...(options.sendEveryMs !== undefined && { scheduledDelayMillis: options.sendEveryMs }),
  });
  const provider = new TracerProvider({
    // What the environment says outranks the name we give ourselves.
    resource: defaultResource()
      .merge(resourceFromAttributes({ 'service.name': options.serviceName }))
      .merge(detectResources({ detectors: [resourceAttributesEnvDetector, serviceNameEnvDetector] })),
    sampler: samplerFrom(options.env),
    spanProcessors: [processor],
  });
  const tracer = provider.getTracer('gse');

  function begin(name: string, attributes: SpanAttributes = {}, kind: SpanKind = 'internal') {
    const above = contexts.active();
    const span = tracer.startSpan(name, { kind: kinds[kind], attributes }, above);
    const below = trace.setSpan(above, span);
    const { traceId, spanId, traceFlags } = span.spanContext();
    return {
      headers: { traceparent: `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}` },
      within: <T>(work: () => T): T => contexts.with(below, work),
      set: (more: SpanAttributes) => void span.setAttributes(more),
      end(error?: unknown) {
        if (error !== undefined) {
          const message = redactText(error instanceof Error ? error.message : String(error));
          span.setStatus({ code: SpanStatusCode.ERROR, message });
          span.setAttribute('error.type', error instanceof Error && 'code' in error ? String(error.code) : 'error');
        }
        span.end();
      },
    } satisfies Span & { headers: object };
  }

  async function close(): Promise<void> {
    const enough = Promise.withResolvers<void>();
    const timer = setTimeout(enough.resolve, options.closeTimeoutMs ?? defaultCloseTimeoutMs);
    await Promise.race([provider.shutdown().catch(() => undefined), enough.promise]);
    clearTimeout(timer);
    contexts.disable();
  }

  let closed: Promise<void> | undefined;
  return {
    isOn: true,
    begin,
    async span(name, attributes, work) {
      const span = begin(name, attributes);
      try {
        const result = await span.within(work);
        span.end();
        return result;
      } catch (error) {
        span.end(error);
        throw error;
      }
    },
    fetch: (to, fetch) => tracedFetch(to, fetch, begin),
    ids() {
      const current = trace.getSpanContext(contexts.active());
      return current ? { trace_id: current.traceId, span_id: current.spanId } : {};
    },
    close: () => (closed ??= close()),
  };
}

/** The SDK drops what it cannot send without a word; here it is said, once each way. */
function telling(exporter: SpanExporter, tell: (problem: unknown) => void): SpanExporter {
  let isFailing = false;
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        const hasFailed = result.error !== undefined;
        if (hasFailed !== isFailing) tell(result.error);
        isFailing = hasFailed;
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
    forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve(),
  };
}

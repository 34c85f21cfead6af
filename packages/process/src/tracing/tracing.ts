import type { Fetch } from '@gse/kube';

/** What a span says about its work; never tokens, never the query of an address. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

/** One piece of work that a trace shows, from `begin` to `end`. */
export interface Span {
  /** Runs work whose spans and log lines belong to this span, also what it awaits or starts. */
  within<T>(this: void, work: () => T): T;
  set(this: void, attributes: SpanAttributes): void;
  /** Once; with what went wrong, where something did. */
  end(this: void, error?: unknown): void;
}

/** Who is called, or who calls. */
export type SpanKind = 'internal' | 'client' | 'server';

/** The traces of a process. Switched off, everything here costs next to nothing. */
export interface Tracing {
  readonly isOn: boolean;
  /** Begins a span below the one that is current. */
  begin(this: void, name: string, attributes?: SpanAttributes, kind?: SpanKind): Span;
  /** Runs work as a span. */
  span<T>(this: void, name: string, attributes: SpanAttributes, work: () => Promise<T>): Promise<T>;
  /** The same transport, with a span for each request, which ends when the head of the answer is there. */
  fetch(this: void, to: 'kubernetes' | 'agent', fetch: Fetch): Fetch;
  /** `trace_id` and `span_id` of the current span, for log lines; otherwise nothing. */
  ids(this: void): object;
  /** Sends what is left. Resolves in any case. */
  close(): Promise<void>;
}

const nothing: Span = { within: (work) => work(), set() {}, end() {} };

/** No traces. */
export const noTracing: Tracing = {
  isOn: false,
  begin: () => nothing,
  span: (_name, _attributes, work) => work(),
  fetch: (_to, fetch) => fetch,
  ids: () => ({}),
  close: () => Promise.resolve(),
};

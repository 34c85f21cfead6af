import type { Fetch } from '@gse/kube';
import type { Span, SpanAttributes, SpanKind } from './tracing.ts';

/** How a request appears in a trace. */
export interface RequestDescription {
  readonly name: string;
  readonly attributes: SpanAttributes;
}

/** Wraps a transport. `headers` adds what carries the trace to the other side. */
export function tracedFetch(
  to: 'kubernetes' | 'agent',
  fetch: Fetch,
  begin: (name: string, attributes: SpanAttributes, kind: SpanKind) => Span & { readonly headers: Readonly<Record<string, string>> },
): Fetch {
  const describe = to === 'kubernetes' ? describeKubernetesRequest : describeAgentRequest;
  return async (request) => {
    const { name, attributes } = describe(request.method, new URL(request.url));
    const span = begin(name, attributes, 'client');
    for (const [header, value] of Object.entries(span.headers)) request.headers.set(header, value);
    try {
      const response = await span.within(() => fetch(request));
      span.set({ 'http.response.status_code': response.status });
      span.end(response.status >= 500 ? `HTTP ${response.status}` : undefined);
      return response;
    } catch (error) {
      span.end(error);
      throw error;
    }
  };
}

/**
 * Names a request as people speak of it: `patch gameservers/status`, `watch pods`. Only path and method are told, of the
 * query nothing but that it is a watch.
 */
export function describeKubernetesRequest(method: string, url: URL): RequestDescription {
  const parts = url.pathname.split('/').filter(Boolean).map(decoded);
  const start = parts.indexOf('api') >= 0 ? parts.indexOf('api') + 2 : parts.indexOf('apis') >= 0 ? parts.indexOf('apis') + 3 : undefined;
  const attributes = httpAttributes(method, url);
  if (start === undefined || parts.length <= start) return { name: `${method.toLowerCase()} ${url.pathname}`, attributes };
  let rest = parts.slice(start);
  let namespace: string | undefined;
  if (rest[0] === 'namespaces' && rest.length > 2) {
    namespace = rest[1];
    rest = rest.slice(2);
  }
  const [plural = '', name, ...sub] = rest;
  const verb = verbOf(method, name === undefined, url.searchParams.get('watch') === 'true');
  return {
    name: `${verb} ${[plural, ...sub].join('/')}`,
    attributes: {
      ...attributes,
      'k8s.resource': [plural, ...sub].join('/'),
      ...(namespace !== undefined && { 'k8s.namespace.name': namespace }),
      ...(name !== undefined && { 'k8s.object.name': name }),
    },
  };
}

function verbOf(method: string, isCollection: boolean, isWatch: boolean): string {
  if (isWatch) return 'watch';
  if (method === 'GET') return isCollection ? 'list' : 'get';
  return { POST: 'create', PUT: 'update', PATCH: 'patch', DELETE: 'delete' }[method] ?? method.toLowerCase();
}

function describeAgentRequest(method: string, url: URL): RequestDescription {
  return { name: `agent ${method} ${url.pathname}`, attributes: httpAttributes(method, url) };
}

function httpAttributes(method: string, url: URL): SpanAttributes {
  return {
    'http.request.method': method,
    'url.path': url.pathname,
    'server.address': url.hostname,
    ...(url.port !== '' && { 'server.port': Number(url.port) }),
  };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

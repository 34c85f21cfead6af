/** What a path names. */
export type Route =
  | { type: 'discovery'; path: readonly string[] }
  | { type: 'openapi'; path: readonly string[] }
  | { type: 'version' }
  | { type: 'health' }
  | {
      type: 'resource';
      group: string;
      version: string;
      namespace: string | undefined;
      plural: string;
      name: string | undefined;
      subresource: string | undefined;
    };

const namespaceSubresources = new Set(['status', 'finalize']);
const healthPaths = new Set(['healthz', 'livez', 'readyz']);

/** Reads a path the way Kubernetes lays them out; undefined for one that names nothing. */
export function parseRoute(pathname: string): Route | undefined {
  const parts = decode(pathname);
  if (!parts) return undefined;
  const [root, ...rest] = parts;
  if (root === undefined || (root === 'api' && rest.length < 2) || (root === 'apis' && rest.length < 3)) {
    return root === undefined ? undefined : { type: 'discovery', path: parts };
  }
  if (root === 'openapi') return { type: 'openapi', path: rest };
  if (root === 'version' && rest.length === 0) return { type: 'version' };
  if (healthPaths.has(root)) return { type: 'health' };
  if (root === 'api') return resource('', rest[0] ?? '', rest.slice(1));
  if (root === 'apis') return resource(rest[0] ?? '', rest[1] ?? '', rest.slice(2));
  return undefined;
}

function decode(pathname: string): string[] | undefined {
  try {
    return pathname
      .split('/')
      .filter((part) => part !== '')
      .map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

function resource(group: string, version: string, path: readonly string[]): Route | undefined {
  const [first, second, third] = path;
  const isNamespaced =
    first === 'namespaces' &&
    second !== undefined &&
    third !== undefined &&
    !(group === '' && namespaceSubresources.has(third) && path.length === 3);
  const namespace = isNamespaced ? second : undefined;
  const [plural, name, subresource, ...rest] = isNamespaced ? path.slice(2) : path;
  if (plural === undefined || rest.length > 0) return undefined;
  return { type: 'resource', group, version, namespace, plural, name, subresource };
}

import type { ObjectRef, ResourceType } from '../object.ts';

/** The URL path of a collection; without a namespace, that of all namespaces. */
export function collectionPath(type: ResourceType, namespace?: string): string {
  const root = type.apiVersion.includes('/') ? `/apis/${type.apiVersion}` : `/api/${type.apiVersion}`;
  const scope = type.namespaced && namespace ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  return `${root}${scope}/${type.plural}`;
}

/** The URL path of one object or of its subresource. */
export function objectPath(type: ResourceType, ref: ObjectRef, subresource?: 'status' | 'log' | 'binding'): string {
  if (!ref.name) throw new TypeError(`${type.kind}: an object needs a name to be addressed`);
  if (type.namespaced && !ref.namespace) throw new TypeError(`${type.kind} ${ref.name}: a namespaced kind needs a namespace`);
  const path = `${collectionPath(type, ref.namespace)}/${encodeURIComponent(ref.name)}`;
  return subresource ? `${path}/${subresource}` : path;
}

/** Appends the parameters that have a value. */
export function withQuery(path: string, query: Record<string, string | number | boolean | undefined>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') parameters.set(name, String(value));
  }
  return parameters.size === 0 ? path : `${path}?${parameters.toString()}`;
}

import { KubeError } from '../errors.ts';
import type { KubeList, KubeObject, ResourceType, WatchEvent } from '../object.ts';
import { errorFromStatus } from './api-error.ts';

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function protocolError(what: string, message: string, cause?: unknown): KubeError {
  return new KubeError({ code: 'GSE_KUBE_PROTOCOL', message: `${what}: ${message}`, cause });
}

/**
 * Where JSON becomes a typed object. Its kind is the server's promise for the path that was asked;
 * that there is metadata, which everybody relies on, is checked. Throws `GSE_KUBE_PROTOCOL`.
 */
export function toObject<T extends KubeObject>(what: string, type: ResourceType<T>, value: unknown): T {
  if (!isRecord(value) || !isRecord(value['metadata'])) throw protocolError(what, `the answer is not a ${type.kind}`);
  // It comes with the kind of the form, or whole from a server that does not know the form.
  if (type.isMetadataOnly) return { apiVersion: type.apiVersion, kind: type.kind, metadata: value['metadata'] } as unknown as T;
  // Items of typed lists carry neither.
  value['apiVersion'] ??= type.apiVersion;
  value['kind'] ??= type.kind;
  return value as unknown as T;
}

/** Reads a page of a list. Throws `GSE_KUBE_PROTOCOL`. */
export function toList<T extends KubeObject>(what: string, type: ResourceType<T>, value: unknown): KubeList<T> {
  if (!isRecord(value) || !isRecord(value['metadata'])) throw protocolError(what, `the answer is not a list of ${type.plural}`);
  const { resourceVersion, continue: token, remainingItemCount } = value['metadata'];
  // A nil slice of the server is `null`.
  const items = value['items'] ?? [];
  if (!Array.isArray(items)) throw protocolError(what, `the answer is not a list of ${type.plural}`);
  return {
    metadata: {
      resourceVersion: typeof resourceVersion === 'string' ? resourceVersion : '',
      ...(typeof token === 'string' && token !== '' ? { continue: token } : {}),
      ...(typeof remainingItemCount === 'number' ? { remainingItemCount } : {}),
    },
    items: items.map((item) => toObject(what, type, item)),
  };
}

/** Reads one line of a watch. Throws what an ERROR event says, and `GSE_KUBE_PROTOCOL`. */
export function toWatchEvent<T extends KubeObject>(what: string, type: ResourceType<T>, line: string): WatchEvent<T> {
  let frame: unknown;
  try {
    frame = JSON.parse(line);
  } catch (cause) {
    throw protocolError(what, 'a watch event is not JSON or was cut off', cause);
  }
  if (!isRecord(frame)) throw protocolError(what, 'a watch event is not an object');
  switch (frame['type']) {
    case 'ADDED':
    case 'MODIFIED':
    case 'DELETED':
      return { type: frame['type'], object: toObject(what, type, frame['object']) };
    case 'BOOKMARK':
      return { type: 'BOOKMARK', object: toObject<KubeObject>(what, type, frame['object']) };
    case 'ERROR':
      throw errorFromStatus(what, frame['object'], 500);
    default:
      throw protocolError(what, `unknown watch event ${JSON.stringify(frame['type'])}`);
  }
}

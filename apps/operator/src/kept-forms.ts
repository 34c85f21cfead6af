import { SERVER_CONFIG_FILE } from '@gse/agent-client';
import type { ConfigMap, KubeObject, Pod, Secret, StatefulSet } from '@gse/kube';
import { isFinished } from '@gse/sdk';
import type { GameOperation } from '@gse/server-objects';

/** Beyond it everything is forgotten and found again. */
const MOST_PARTS = 2_000;

/**
 * Keeps one copy of what many objects have in common. Objects in caches are never changed, so they may share their parts; a
 * thousand servers of one game differ in names and settings, and have the same containers but for those.
 */
export class SharedParts {
  readonly #parts = new Map<string, unknown>();

  /** The one copy of a JSON value. */
  of<T>(value: T): T {
    if (value === undefined) return value;
    const text = JSON.stringify(value);
    const known = this.#parts.get(text);
    if (known !== undefined) return known as T;
    if (this.#parts.size >= MOST_PARTS) this.#parts.clear();
    this.#parts.set(text, value);
    return value;
  }
}

/** A StatefulSet as it is, whose containers share what they have in common with those of others. */
export function keptStatefulSet(set: StatefulSet, parts: SharedParts): StatefulSet {
  const { template } = set.spec;
  const { containers, initContainers, securityContext, ...rest } = template.spec;
  const spec = {
    ...rest,
    ...(securityContext && { securityContext: parts.of(securityContext) }),
    ...(initContainers && { initContainers: initContainers.map((container) => parts.of(container)) }),
    containers: containers.map(({ name, image, ...container }) => ({
      name,
      image,
      ...Object.fromEntries(Object.entries(container).map(([field, value]) => [field, parts.of(value)])),
    })),
  };
  return { ...set, spec: { ...set.spec, template: { ...template, spec } } };
}

/** What is read of a pod: where it is, what its containers may use, and how they are. */
export function keptPod(pod: Pod, parts: SharedParts): Pod {
  const { nodeName, containers } = pod.spec;
  return { ...pod, spec: { nodeName, containers: containers.map(({ name, resources }) => parts.of({ name, resources })) } };
}

/** An operation; of one that has ended the steps and notices are told by the API only. A server has many of those. */
export function keptOperation(operation: GameOperation): GameOperation {
  const { status } = operation;
  if (status === undefined || !isFinished({ status })) return operation;
  const { steps: _steps, announced: _announced, ...rest } = status;
  return { ...operation, status: rest };
}

/** Longest value of a credential that is kept, in characters of base64; a longer one is only known to be there. */
const LONGEST_CREDENTIAL = 8_192;
/** Longest configuration of a server that is kept; a longer one is nothing that the operator has written. */
const LONGEST_CONFIG = 256 * 1024;

/**
 * A ConfigMap with what the operator writes. Anybody may put our labels on one of their own, and what is in memory of it must not
 * be as large as they like.
 */
export function keptConfigMap({ data, binaryData: _binaryData, ...map }: ConfigMap): ConfigMap {
  const config = data?.[SERVER_CONFIG_FILE];
  return { ...withOurAnnotations(map), ...(config !== undefined && { data: { [SERVER_CONFIG_FILE]: config.slice(0, LONGEST_CONFIG) } }) };
}

/** A Secret with credentials of the usual size, for the same reason; with every name, because one that is missing is made. */
export function keptSecret({ data = {}, ...secret }: Secret): Secret {
  const kept = Object.entries(data).map(([key, value]): [string, string] => [key, value.length > LONGEST_CREDENTIAL ? TOO_LONG : value]);
  return { ...withOurAnnotations(secret), data: Object.fromEntries(kept) };
}

/** "too long", as a Secret would hold it. */
const TOO_LONG = 'dG9vIGxvbmc=';

function withOurAnnotations<T extends KubeObject>(object: T): T {
  const { annotations, ...metadata } = object.metadata;
  if (annotations === undefined) return object;
  const ours = Object.entries(annotations).filter(([key]) => key.startsWith('gse.cozystack.io/'));
  return { ...object, metadata: { ...metadata, ...(ours.length > 0 && { annotations: Object.fromEntries(ours) }) } };
}

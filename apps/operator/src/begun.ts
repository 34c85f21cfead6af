import { objectKey } from '@gse/kube';
import { ownName, type OpenOperation } from '@gse/sdk';
import type { GameServer } from '@gse/server-objects';

/**
 * Starts of the operator's own that have come no further than their first step. The status of the server tells all there is of
 * them, so none is an object yet; a process that finds only the status takes the start up from there.
 */
export class Begun {
  readonly #starts = new Map<string, { readonly uid: string | undefined; readonly start: OpenOperation }>();

  add({ metadata }: GameServer, { name, spec, status }: Pick<OpenOperation, 'name' | 'spec' | 'status'>): void {
    const createdAt = Date.parse(status.startedAt ?? '');
    this.#starts.set(objectKey(metadata), { uid: metadata.uid, start: { name, createdAt, spec, status } });
  }

  /**
   * The start of a server that has just begun; undefined where there is none.
   * @param isKnown whether an operation of this name is in the API
   * @param now when a start that only the status tells of is said to have begun, since the status does not say
   */
  of(server: GameServer, isKnown: (name: string) => boolean, now: number): OpenOperation | undefined {
    const key = objectKey(server.metadata);
    const held = this.#starts.get(key);
    if (held && held.uid === server.metadata.uid && !isKnown(held.start.name)) return held.start;
    const start = told(server, now);
    if (start === undefined || isKnown(start.name)) {
      this.#starts.delete(key);
      return undefined;
    }
    this.#starts.set(key, { uid: server.metadata.uid, start });
    return start;
  }

  /** Notes how a start goes; false when that is news, which belongs in the API. */
  keep(server: GameServer, start: OpenOperation, status: OpenOperation['status']): boolean {
    if (!hasJustBegun({ spec: start.spec, status }) || status.message !== start.status.message) return false;
    this.#starts.set(objectKey(server.metadata), { uid: server.metadata.uid, start: { ...start, status } });
    return true;
  }

  /** The start of that name, if it is one of these. */
  named(server: GameServer, name: string): OpenOperation | undefined {
    const held = this.#starts.get(objectKey(server.metadata));
    return held?.uid === server.metadata.uid && held?.start.name === name ? held.start : undefined;
  }

  forget(serverKey: string): void {
    this.#starts.delete(serverKey);
  }
}

/** True of a start of the operator's own in its first step, of which there is nothing to tell but that. */
export function hasJustBegun({ spec, status }: Pick<OpenOperation, 'spec' | 'status'>): boolean {
  const isFirstStep = status.phase === 'Running' && status.steps?.length === 1;
  return isFirstStep && spec.type === 'start' && spec.generation !== undefined && status.reason === undefined;
}

/** What the status of a server tells of a start that is under way. */
function told({ metadata, status }: GameServer, now: number): OpenOperation | undefined {
  const { operation: name, desiredReplicas, observedGeneration, next } = status ?? {};
  if (desiredReplicas !== 1 || name !== ownName(metadata.name, 'start', status?.operationsOpened ?? 0)) return undefined;
  const startedAt = new Date(now).toISOString();
  return {
    name,
    createdAt: now,
    spec: { server: metadata.name, type: 'start', actor: 'operator', generation: observedGeneration ?? 0 },
    status: {
      phase: 'Running',
      step: 'start',
      startedAt,
      stepStartedAt: startedAt,
      steps: [{ name: 'start', startedAt }],
      ...(next && { message: next.what }),
    },
  };
}

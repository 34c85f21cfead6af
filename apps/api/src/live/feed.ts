import { objectKey } from '@gse/kube';
import { z } from 'zod';
import type { GameOperation } from '@gse/server-objects';
import { BY_SERVER, type Caches } from '../caches.ts';
import { isStillAhead, operationSchema, viewOperation } from '../operations/view.ts';
import { serverSummarySchema, viewSummary } from '../servers/view.ts';

/** One change that somebody may want to see. */
export interface Change {
  /** Grows by one with every change of this process. */
  readonly number: number;
  readonly namespace: string;
  readonly event: 'server' | 'operation';
  /** JSON of the data, made once for all who listen. */
  readonly json: string;
}

const typeSchema = z.enum(['added', 'changed', 'deleted']);
type ChangeType = z.output<typeof typeSchema>;
/** Data of the event `server`. */
export const serverChangeSchema = z
  .object({ type: typeSchema, resourceVersion: z.string(), server: serverSummarySchema })
  .meta({ description: 'Data of the event `server`.' });
type ServerChange = z.output<typeof serverChangeSchema>;
/** Data of the event `operation`. */
export const operationChangeSchema = z
  .object({ type: typeSchema, resourceVersion: z.string(), operation: operationSchema })
  .meta({ description: 'Data of the event `operation`.' });
type OperationChange = z.output<typeof operationChangeSchema>;

/** Changes kept for those who come back. */
const KEPT = 2000;
const types = { added: 'added', updated: 'changed', deleted: 'deleted' } as const;

/**
 * Turns what the caches see into one numbered row of changes. Changes nobody could see are left out: a status that was
 * written again without a difference in what is shown makes no event.
 */
export class Feed {
  /** Tells the numbers of this process from those of another. */
  readonly epoch: string;
  readonly #kept: Change[] = [];
  readonly #listeners = new Set<(change: Change) => void>();
  readonly #shown = new Map<string, string>();
  readonly #stops: (() => void)[];
  #number = 0;

  constructor(caches: Pick<Caches, 'servers' | 'operations'>, epoch: string) {
    this.epoch = epoch;
    const noteOperation = (type: ChangeType, operation: GameOperation): void => {
      const { namespace = '' } = operation.metadata;
      const view = viewOperation(operation, caches.servers.cache.getByKey(`${namespace}/${operation.spec.server}`));
      this.#note('operation', type, namespace, operation.metadata.uid ?? '', view, (shown): OperationChange => ({
        type,
        resourceVersion: view.resourceVersion,
        operation: shown,
      }));
    };
    this.#stops = [
      caches.servers.onChange((type, server) => {
        const summary = viewSummary(server);
        this.#note('server', types[type], summary.namespace, server.metadata.uid ?? '', summary, (shown): ServerChange => ({
          type: types[type],
          resourceVersion: summary.resourceVersion,
          server: shown,
        }));
        // Whether a stop must happen is said by its server.
        const stops = caches.operations.cache.byIndex(BY_SERVER, objectKey(server.metadata)).filter(({ spec }) => spec.type === 'stop');
        for (const stop of stops) if (isStillAhead(stop)) noteOperation('changed', stop);
      }),
      caches.operations.onChange((type, operation) => noteOperation(types[type], operation)),
    ];
  }

  /** Number of the newest change. */
  get number(): number {
    return this.#number;
  }

  /** The changes after a number; undefined when they are not kept any more. */
  since(number: number): readonly Change[] | undefined {
    if (number > this.#number) return undefined;
    const first = this.#kept[0]?.number ?? this.#number + 1;
    return number + 1 < first ? undefined : this.#kept.slice(number + 1 - first);
  }

  /** Listens; the returned function stops it. */
  listen(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    for (const stop of this.#stops) stop();
    this.#listeners.clear();
  }

  #note<View extends { readonly resourceVersion: string }>(
    event: Change['event'],
    type: ChangeType,
    namespace: string,
    uid: string,
    view: View,
    data: (view: View) => unknown,
  ): void {
    const shown = JSON.stringify({ ...view, resourceVersion: '' });
    if (type === 'deleted') this.#shown.delete(uid);
    else if (this.#shown.get(uid) === shown) return;
    else this.#shown.set(uid, shown);
    const change: Change = { number: ++this.#number, namespace, event, json: JSON.stringify(data(view)) };
    this.#kept.push(change);
    if (this.#kept.length > KEPT) this.#kept.splice(0, this.#kept.length - KEPT);
    for (const listener of this.#listeners) listener(change);
  }
}

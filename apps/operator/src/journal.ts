import { isAlreadyExists, isNotFound, ownerReference, type Cache, type KubeClient } from '@gse/kube';
import { API_VERSION, LABELS } from '@gse/resources';
import { isFinished, type JournalChange, type OpenOperation } from '@gse/sdk';
import { BY_SERVER } from './caches.ts';
import { gameOperations, type GameOperation, type GameServer } from '@gse/server-objects';
import { Freshest } from './world/freshest.ts';
import { mergePatch } from './world/merge-patch.ts';

/** Finished operations kept per server; older ones are removed, so that a journal cannot grow for ever. */
const KEPT = 20;

/** The journal of all servers, as it stands in the API. */
export class Journal {
  readonly #client: KubeClient;
  readonly #cache: Cache<GameOperation>;
  readonly #fresh: Freshest<GameOperation>;

  constructor(client: KubeClient, cache: Cache<GameOperation>) {
    this.#client = client;
    this.#cache = cache;
    this.#fresh = new Freshest(cache);
  }

  /** Open operations of a server, oldest first. */
  open(serverKey: string): OpenOperation[] {
    return this.#all(serverKey)
      .map(view)
      .filter((operation) => !isFinished(operation));
  }

  /** Writes what was decided. Opening an operation that exists already is no error: a crash came between write and note. */
  async write(
    server: GameServer,
    changes: readonly JournalChange[],
    outcome: { undelivered: ReadonlySet<string> },
    signal: AbortSignal,
  ): Promise<void> {
    const namespace = server.metadata.namespace;
    for (const change of changes) {
      if (change.kind === 'open') await this.#open(server, change, signal);
      else await this.#adopt(server, change.name, signal);
      const current = this.#fresh.get(`${namespace ?? ''}/${change.name}`);
      const status = outcome.undelivered.has(change.name) ? withUndelivered(change.status) : change.status;
      const patch = mergePatch(current?.status ?? {}, status);
      if (patch === undefined) continue;
      try {
        this.#fresh.remember(
          await this.#client.patchStatus(gameOperations, { namespace, name: change.name }, { status: patch }, { signal }),
        );
      } catch (error) {
        if (!isNotFound(error)) throw error; // somebody removed it; the wish will open another
        this.#fresh.forget(`${namespace ?? ''}/${change.name}`);
      }
    }
    if (changes.length > 0) await this.#prune(`${namespace ?? ''}/${server.metadata.name}`, signal);
  }

  /** Ends what was ordered for a server that does not exist. */
  async orphaned(serverKey: string, signal: AbortSignal): Promise<void> {
    for (const operation of this.#all(serverKey)) {
      if (isFinished(view(operation))) continue;
      const status = {
        phase: 'Refused',
        finishedAt: new Date().toISOString(),
        message: 'there is no such server',
        reason: { code: 'NoSuchServer', message: `There is no GameServer ${operation.spec.server} in this namespace.` },
      };
      this.#fresh.remember(await this.#client.patchStatus(gameOperations, operation.metadata, { status }, { signal }));
    }
  }

  async #open(server: GameServer, change: Extract<JournalChange, { kind: 'open' }>, signal: AbortSignal): Promise<void> {
    try {
      this.#fresh.remember(
        await this.#client.create(
          gameOperations,
          {
            apiVersion: API_VERSION,
            kind: 'GameOperation',
            metadata: {
              name: change.name,
              namespace: server.metadata.namespace,
              labels: { [LABELS.server]: server.metadata.name },
              ownerReferences: [ownerReference(server)],
            },
            spec: change.spec,
          },
          { signal },
        ),
      );
    } catch (error) {
      if (!isAlreadyExists(error)) throw error;
      this.#fresh.remember(await this.#client.get(gameOperations, { namespace: server.metadata.namespace, name: change.name }, { signal }));
    }
  }

  /** What a person ordered goes with the server, as what the operator opened does. */
  async #adopt(server: GameServer, name: string, signal: AbortSignal): Promise<void> {
    const { namespace } = server.metadata;
    const operation = this.#fresh.get(`${namespace ?? ''}/${name}`);
    if (operation === undefined || (operation.metadata.ownerReferences ?? []).length > 0) return;
    this.#fresh.remember(
      await this.#client.patch(
        gameOperations,
        { namespace, name },
        { metadata: { labels: { [LABELS.server]: server.metadata.name }, ownerReferences: [ownerReference(server)] } },
        { signal },
      ),
    );
  }

  async #prune(serverKey: string, signal: AbortSignal): Promise<void> {
    const finished = this.#all(serverKey).filter((operation) => isFinished(view(operation)));
    for (const operation of finished.slice(0, Math.max(0, finished.length - KEPT))) {
      try {
        await this.#client.delete(gameOperations, operation.metadata, { signal });
      } catch (error) {
        if (!isNotFound(error)) throw error;
      }
      this.#fresh.forget(`${operation.metadata.namespace ?? ''}/${operation.metadata.name}`);
    }
  }

  /** Everything known of a server, oldest first, with own writes that the cache has not seen. */
  #all(serverKey: string): GameOperation[] {
    const cached = this.#cache
      .byIndex(BY_SERVER, serverKey)
      .map((operation) => this.#fresh.freshest(`${operation.metadata.namespace ?? ''}/${operation.metadata.name}`, operation) ?? operation);
    const unseen = this.#fresh
      .unseen()
      .filter((operation) => `${operation.metadata.namespace ?? ''}/${operation.spec.server}` === serverKey);
    return [...cached, ...unseen].sort((a, b) => createdAt(a) - createdAt(b) || (a.metadata.name < b.metadata.name ? -1 : 1));
  }
}

function view(operation: GameOperation): OpenOperation {
  return { name: operation.metadata.name, createdAt: createdAt(operation), spec: operation.spec, status: operation.status ?? {} };
}

function createdAt(operation: GameOperation): number {
  return Date.parse(operation.metadata.creationTimestamp ?? '') || 0;
}

/** The last notice was sent into the void: the journal says so. */
function withUndelivered(status: OpenOperation['status']): OpenOperation['status'] {
  const announced = status.announced ?? [];
  const last = announced.at(-1);
  return last === undefined ? status : { ...status, announced: [...announced.slice(0, -1), { ...last, delivered: false }] };
}

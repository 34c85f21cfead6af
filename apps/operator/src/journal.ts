import { isAlreadyExists, isNotFound, objectKey, ownerReference, type Informer, type KubeClient, type Log } from '@gse/kube';
import { API_VERSION, LABELS } from '@gse/resources';
import { isFinished, type JournalChange, type OpenOperation } from '@gse/sdk';
import { BY_SERVER } from './caches.ts';
import { gameOperations, type GameOperation, type GameServer } from '@gse/server-objects';
import { WRITE_TIMEOUT_MS } from './retries.ts';
import { writeOver } from './write-over.ts';
import { mergePatch, versionOf } from './world/merge-patch.ts';

/** Finished operations kept per server; older ones are removed, so that a journal cannot grow for ever. */
const KEPT = 20;

/** The journal of all servers, as it stands in the API. What it writes is in the cache at once. */
export class Journal {
  readonly #client: KubeClient;
  readonly #operations: Informer<GameOperation>;
  readonly #log: Log;
  /** Of operations that have just begun: what nobody has written yet. */
  readonly #begun = new WeakMap<GameOperation, OpenOperation['status']>();
  /** Open operations as they were handed out to be decided about, by server and name. */
  readonly #handedOut = new Map<string, ReadonlyMap<string, GameOperation>>();

  constructor(client: KubeClient, operations: Informer<GameOperation>, log: Log) {
    this.#client = client;
    this.#operations = operations;
    this.#log = log;
  }

  /** Open operations of a server, oldest first. */
  open(serverKey: string): OpenOperation[] {
    const open = this.#all(serverKey)
      .map((operation) => ({ operation, entry: view(operation, this.#begun.get(operation)) }))
      .filter(({ entry }) => !isFinished(entry));
    if (open.length === 0) this.#handedOut.delete(serverKey);
    else this.#handedOut.set(serverKey, new Map(open.map(({ operation, entry }) => [entry.name, operation])));
    return open.map(({ entry }) => entry);
  }

  /**
   * Writes what was decided. That a start has just begun is not written by itself, because the status of the server tells it: it is
   * written with the first news. Until then it is in memory only, and another process begins it again where it stands. Opening an operation that exists already is no error: a crash came between write and note.
   */
  async write(
    server: GameServer,
    changes: readonly JournalChange[],
    outcome: { undelivered: ReadonlySet<string> },
    signal: AbortSignal,
  ): Promise<void> {
    const namespace = server.metadata.namespace;
    for (const change of changes) {
      // Decided on what was handed out, so written over that and nothing newer: a successor may have gone on meanwhile.
      const read = this.#handedOut.get(objectKey(server.metadata))?.get(change.name);
      const current = change.kind === 'open' ? await this.#open(server, change, signal) : await this.#adopt(server, read, signal);
      const status = outcome.undelivered.has(change.name) ? withUndelivered(change.status) : change.status;
      const patch = mergePatch(current?.status ?? {}, status);
      if (patch === undefined) continue;
      if (current !== undefined && !this.#begun.has(current) && hasJustBegun(current, status)) {
        this.#begun.set(current, status);
        if (change.kind === 'open') this.#tell({ ...current, status }, undefined);
        continue;
      }
      const body = { metadata: versionOf(current), status: patch };
      try {
        const ref = { namespace, name: change.name };
        const written = await this.#over(ref, signal, (call) => this.#client.patchStatus(gameOperations, ref, body, call));
        this.#tell(written, (current?.status ?? (current && this.#begun.get(current)))?.phase);
      } catch (error) {
        if (!isNotFound(error)) throw error; // somebody removed it; the wish will open another
      }
    }
    if (changes.length > 0) await this.#prune(objectKey(server.metadata), signal);
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
      try {
        const written = await this.#client.patchStatus(gameOperations, operation.metadata, { status }, { signal });
        this.#operations.observe(written);
        this.#tell(written, operation.status?.phase);
      } catch (error) {
        if (!isNotFound(error)) throw error; // gone with its server
      }
    }
  }

  async #open(server: GameServer, change: Extract<JournalChange, { kind: 'open' }>, signal: AbortSignal): Promise<GameOperation> {
    const draft: GameOperation = {
      apiVersion: API_VERSION,
      kind: 'GameOperation',
      metadata: {
        name: change.name,
        namespace: server.metadata.namespace,
        labels: { [LABELS.server]: server.metadata.name },
        ownerReferences: [ownerReference(server)],
      },
      spec: change.spec,
    };
    let opened: GameOperation;
    try {
      opened = await this.#client.create(gameOperations, draft, { signal, timeoutMs: WRITE_TIMEOUT_MS });
    } catch (error) {
      if (!isAlreadyExists(error)) throw error;
      opened = await this.#client.get(gameOperations, draft.metadata, { signal });
    }
    this.#operations.observe(opened);
    return this.#operations.cache.get(opened.metadata.namespace, opened.metadata.name) ?? opened;
  }

  /** What a person ordered goes with the server, as what the operator opened does. */
  async #adopt(server: GameServer, operation: GameOperation | undefined, signal: AbortSignal): Promise<GameOperation | undefined> {
    if (operation === undefined || (operation.metadata.ownerReferences ?? []).length > 0) return operation;
    const metadata = {
      ...versionOf(operation),
      labels: { [LABELS.server]: server.metadata.name },
      ownerReferences: [ownerReference(server)],
    };
    const ref = operation.metadata;
    return await this.#over(ref, signal, (call) => this.#client.patch(gameOperations, ref, { metadata }, call));
  }

  #over(
    ref: GameOperation['metadata'],
    signal: AbortSignal,
    write: (call: { signal: AbortSignal; timeoutMs: number }) => Promise<GameOperation>,
  ): Promise<GameOperation> {
    const target = { client: this.#client, informer: this.#operations, type: gameOperations, ref, signal };
    return writeOver(target, () => write({ signal, timeoutMs: WRITE_TIMEOUT_MS }));
  }

  async #prune(serverKey: string, signal: AbortSignal): Promise<void> {
    const finished = this.#all(serverKey).filter((operation) => isFinished(view(operation)));
    for (const operation of finished.slice(0, Math.max(0, finished.length - KEPT))) {
      try {
        await this.#client.delete(gameOperations, operation.metadata, { signal });
      } catch (error) {
        if (!isNotFound(error)) throw error;
      }
    }
  }

  /** Begin and end of every operation, with who asked for it. */
  #tell({ metadata, spec, status }: GameOperation, before: OpenOperation['status']['phase']): void {
    if (status?.phase === before) return;
    const fields = {
      server: objectKey({ namespace: metadata.namespace, name: spec.server }),
      operation: metadata.name,
      type: spec.type,
      actor: spec.actor,
      phase: status?.phase,
      step: status?.step,
    };
    this.#log.info(fields, `An operation is ${status?.phase ?? 'Pending'}`);
  }

  /** Everything known of a server, oldest first. */
  #all(serverKey: string): GameOperation[] {
    return this.#operations.cache
      .byIndex(BY_SERVER, serverKey)
      .toSorted((a, b) => createdAt(a) - createdAt(b) || (a.metadata.name < b.metadata.name ? -1 : 1));
  }
}

function view(operation: GameOperation, begun?: OpenOperation['status']): OpenOperation {
  return { name: operation.metadata.name, createdAt: createdAt(operation), spec: operation.spec, status: operation.status ?? begun ?? {} };
}

/** True of a start of the operator's own that has come no further than its first step, before anything of it is in the API. */
function hasJustBegun({ spec, status: written }: GameOperation, status: OpenOperation['status']): boolean {
  const isUnwritten = Object.keys(written ?? {}).length === 0;
  const isFirstStep = status.phase === 'Running' && status.steps?.length === 1;
  return isUnwritten && isFirstStep && spec.type === 'start' && spec.generation !== undefined && status.reason === undefined;
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

import { isAlreadyExists, isNotFound, objectKey, ownerReference, type Informer, type KubeClient, type Log } from '@gse/kube';
import { API_VERSION, LABELS } from '@gse/resources';
import { isFinished, OWN_TYPES, ownName, type JournalChange, type OpenOperation } from '@gse/sdk';
import { Begun, hasJustBegun } from './begun.ts';
import { BY_SERVER } from './caches.ts';
import { gameOperations, gameServers, type GameOperation, type GameServer } from '@gse/server-objects';
import type { WriteCall } from './retries.ts';
import { writeOver } from './write-over.ts';
import { mergePatch, versionOf } from './world/merge-patch.ts';

/** Finished operations kept per server; older ones are removed, so that a journal cannot grow for ever. */
const KEPT = 20;

/** The journal of all servers, as it stands in the API. What it writes is in the cache at once. */
export class Journal {
  readonly #client: KubeClient;
  readonly #operations: Informer<GameOperation>;
  readonly #log: Log;
  /** Starts that have just begun, by server: no more than the status of the server tells of them. */
  readonly #begun = new Begun();
  /** Open operations as they were handed out to be decided about, by server and name. */
  readonly #handedOut = new Map<string, Map<string, GameOperation>>();

  constructor(client: KubeClient, operations: Informer<GameOperation>, log: Log) {
    this.#client = client;
    this.#operations = operations;
    this.#log = log;
  }

  /** Open operations of a server, oldest first. */
  open(server: GameServer, now: number): OpenOperation[] {
    const key = objectKey(server.metadata);
    const all = this.#all(key);
    const open = all.filter((operation) => !isFinished(view(operation)));
    if (open.length === 0) this.#handedOut.delete(key);
    else this.#handedOut.set(key, new Map(open.map((operation) => [operation.metadata.name, operation])));
    const begun = this.#begun.of(server, (name) => this.#has(server, name), now);
    return [...open.map(view), ...(begun ? [begun] : [])];
  }

  /** The names with the next numbers of a server that somebody has given to an operation already. */
  taken(server: GameServer): ReadonlySet<string> {
    const taken = new Set<string>();
    for (let number = (server.status?.operationsOpened ?? 0) + 1; ; number++) {
      const names = OWN_TYPES.map((type) => ownName(server.metadata.name, type, number)).filter((name) => this.#has(server, name));
      if (names.length === 0) return taken;
      for (const name of names) taken.add(name);
    }
  }

  #has({ metadata: { namespace } }: GameServer, name: string): boolean {
    return this.#operations.cache.get(namespace, name) !== undefined;
  }

  /** Drops what is in memory of a server that has gone. */
  forget(serverKey: string): void {
    this.#handedOut.delete(serverKey);
    this.#begun.forget(serverKey);
  }

  /**
   * Writes what was decided. That a start has just begun is not written by itself, because the status of the server tells it: the
   * operation is made with the first news. Opening one that exists already is no error: a crash came between write and note.
   */
  async write(
    server: GameServer,
    changes: readonly JournalChange[],
    outcome: { undelivered: ReadonlySet<string> },
    call: WriteCall,
  ): Promise<void> {
    const { namespace } = server.metadata;
    const key = objectKey(server.metadata);
    for (const change of changes) {
      // Decided on what was handed out, so written over that and nothing newer: a successor may have gone on meanwhile.
      const read = this.#handedOut.get(key)?.get(change.name);
      const begun = change.kind === 'open' ? undefined : this.#begun.named(server, change.name);
      if (change.kind === 'open' && hasJustBegun(change)) {
        this.#begun.add(server, change);
        this.#tell(key, change, undefined);
        continue;
      }
      if (begun && this.#begun.keep(server, begun, change.status)) continue;
      const fresh = change.kind === 'open' ? change : begun;
      const current = fresh ? await this.#open(server, fresh, call) : await this.#adopt(server, read, call);
      const status = outcome.undelivered.has(change.name) ? withUndelivered(change.status) : change.status;
      const patch = mergePatch(current?.status ?? {}, status);
      if (patch === undefined) continue;
      const body = { metadata: versionOf(current), status: patch };
      try {
        const ref = { namespace, name: change.name };
        const written = await this.#over(ref, call, (how) => this.#client.patchStatus(gameOperations, ref, body, how));
        this.#tell(key, view(written), (begun ?? current)?.status?.phase);
      } catch (error) {
        if (!isNotFound(error)) throw error; // somebody removed it; the wish will open another
      }
    }
    if (changes.length > 0) await this.#prune(key, call.signal);
  }

  /** Makes what ends at this look and is in memory only: an end without its beginning would be lost with the process. */
  async materialize(server: GameServer, ended: readonly JournalChange[], call: WriteCall): Promise<void> {
    for (const { name } of ended) {
      const begun = this.#begun.named(server, name);
      if (begun) await this.#open(server, begun, call);
    }
  }

  /** Ends what was ordered for a server that does not exist. */
  async orphaned(serverKey: string, signal: AbortSignal): Promise<void> {
    const open = this.#all(serverKey).filter((operation) => !isFinished(view(operation)));
    // Ordered together, an operation may be heard of before its server.
    if (open[0] && (await this.#exists(open[0], signal))) return;
    for (const operation of open) {
      const status = {
        phase: 'Refused',
        finishedAt: new Date().toISOString(),
        message: 'there is no such server',
        reason: { code: 'NoSuchServer', message: `There is no GameServer ${operation.spec.server} in this namespace.` },
      };
      try {
        const written = await this.#client.patchStatus(gameOperations, operation.metadata, { status }, { signal });
        this.#operations.observe(written);
        this.#tell(serverKey, view(written), operation.status?.phase);
      } catch (error) {
        if (!isNotFound(error)) throw error; // gone with its server
      }
    }
  }

  async #exists({ metadata: { namespace }, spec }: GameOperation, signal: AbortSignal): Promise<boolean> {
    try {
      await this.#client.get(gameServers, { namespace, name: spec.server }, { signal });
      return true;
    } catch (error) {
      if (isNotFound(error)) return false;
      throw error;
    }
  }

  async #open(server: GameServer, { name, spec }: Pick<OpenOperation, 'name' | 'spec'>, call: WriteCall): Promise<GameOperation> {
    const draft: GameOperation = {
      apiVersion: API_VERSION,
      kind: 'GameOperation',
      metadata: {
        name,
        namespace: server.metadata.namespace,
        labels: { [LABELS.server]: server.metadata.name },
        ownerReferences: [ownerReference(server)],
      },
      spec,
    };
    let opened: GameOperation;
    try {
      opened = await this.#client.create(gameOperations, draft, call);
    } catch (error) {
      if (!isAlreadyExists(error)) throw error;
      opened = await this.#client.get(gameOperations, draft.metadata, call);
      // Somebody has gone on with it, or has given the name to another: what was decided is decided again on what is there.
      if (opened.status?.phase !== undefined || !isSame(opened.spec, spec)) {
        this.#operations.observe(opened);
        throw error;
      }
    }
    this.#operations.observe(opened);
    const key = objectKey(server.metadata);
    this.#begun.forget(key);
    this.#handedOut.set(key, (this.#handedOut.get(key) ?? new Map<string, GameOperation>()).set(name, opened));
    return opened;
  }

  /** What a person ordered goes with the server, as what the operator opened does. */
  async #adopt(server: GameServer, operation: GameOperation | undefined, call: WriteCall): Promise<GameOperation | undefined> {
    if (operation === undefined || (operation.metadata.ownerReferences ?? []).length > 0) return operation;
    const metadata = {
      ...versionOf(operation),
      labels: { [LABELS.server]: server.metadata.name },
      ownerReferences: [ownerReference(server)],
    };
    const ref = operation.metadata;
    return await this.#over(ref, call, (how) => this.#client.patch(gameOperations, ref, { metadata }, how));
  }

  #over(ref: GameOperation['metadata'], call: WriteCall, write: (how: WriteCall) => Promise<GameOperation>): Promise<GameOperation> {
    return writeOver({ client: this.#client, informer: this.#operations, type: gameOperations, ref, call }, write);
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
  #tell(
    server: string,
    { name, spec, status }: Pick<OpenOperation, 'name' | 'spec' | 'status'>,
    before: OpenOperation['status']['phase'],
  ): void {
    if (status.phase === before) return;
    const { phase = 'Pending', step } = status;
    this.#log.info({ server, operation: name, type: spec.type, actor: spec.actor, phase, step }, `An operation is ${phase}`);
  }

  /** Everything known of a server, oldest first. */
  #all(serverKey: string): GameOperation[] {
    return this.#operations.cache
      .byIndex(BY_SERVER, serverKey)
      .toSorted((a, b) => createdAt(a) - createdAt(b) || (a.metadata.name < b.metadata.name ? -1 : 1));
  }
}

function isSame(a: OpenOperation['spec'], b: OpenOperation['spec']): boolean {
  return a.server === b.server && a.type === b.type && a.actor === b.actor && a.generation === b.generation;
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

import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { createContext, use, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import { answered, api } from '../api/client.ts';
import { failureOf } from '../api/failure.ts';
import type { Place, ServerSummary } from '../api/types.ts';
import { EventStream, type LiveState } from './event-stream.ts';
import { ServerTable } from './server-table.ts';

const PAGE = 500;
/** Changes of one server in a burst ask for its page once. */
const SETTLE_MS = 150;
const RELIST_PAUSE_MS = 3_000;

/** What the page knows live: one stream for all servers, one table. */
class Live {
  readonly table = new ServerTable();
  readonly #queries: QueryClient;
  readonly #onSignedOut: () => void;
  #stream: EventStream | undefined;
  #state: LiveState = 'connecting';
  #stale = new Map<string, Place>();
  #settling: ReturnType<typeof setTimeout> | undefined;
  #listing = 0;
  readonly #listeners = new Set<() => void>();

  constructor(queries: QueryClient, onSignedOut: () => void) {
    this.#queries = queries;
    this.#onSignedOut = onSignedOut;
  }

  start(): () => void {
    this.#stream = new EventStream({
      onServer: ({ type, server }) => {
        this.table.apply(type, server);
        this.#touch(server);
      },
      onOperation: ({ operation }) => this.#touch({ namespace: operation.namespace, name: operation.server }),
      onRelist: () => {
        void this.#list();
        void this.#queries.invalidateQueries({ queryKey: ['server'] });
      },
      onState: (state) => {
        this.#state = state;
        for (const listener of this.#listeners) listener();
        if (state === 'signedOut') this.#onSignedOut();
        // A stream that is refused looks like any broken one; asking once more tells whether the session is over.
        if (state === 'offline') void this.#checkSession();
      },
    });
    return () => {
      this.#listing++;
      this.#stream?.stop();
      clearTimeout(this.#settling);
    };
  }

  readonly state = (): LiveState => this.#state;
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  async #checkSession(): Promise<void> {
    try {
      await answered(api.GET('/api/session'));
    } catch (error) {
      if (failureOf(error).status === 401) this.#onSignedOut();
    }
  }

  async #list(): Promise<void> {
    const mine = ++this.#listing;
    this.table.beginList();
    try {
      const items: ServerSummary[] = [];
      let next: string | undefined;
      do {
        const page = await answered(
          api.GET('/api/v1/servers', { params: { query: { limit: PAGE, ...(next !== undefined && { continue: next }) } } }),
        );
        items.push(...page.items);
        next = page.continue;
      } while (next !== undefined && mine === this.#listing);
      if (mine === this.#listing) this.table.replace(items);
    } catch {
      if (mine === this.#listing) setTimeout(() => mine === this.#listing && void this.#list(), RELIST_PAUSE_MS);
    }
  }

  #touch(place: Place): void {
    this.#stale.set(`${place.namespace}/${place.name}`, place);
    this.#settling ??= setTimeout(() => {
      this.#settling = undefined;
      for (const { namespace, name } of this.#stale.values())
        void this.#queries.invalidateQueries({ queryKey: ['server', namespace, name] });
      this.#stale.clear();
    }, SETTLE_MS);
  }
}

const LiveContext = createContext<Live | undefined>(undefined);

/** Keeps everything below it live. One for the whole page. */
export function LiveProvider({ onSignedOut, children }: { readonly onSignedOut: () => void; readonly children: ReactNode }): ReactNode {
  const queries = useQueryClient();
  const [live] = useState(() => new Live(queries, onSignedOut));
  useEffect(() => live.start(), [live]);
  return <LiveContext value={live}>{children}</LiveContext>;
}

function useLive(): Live {
  const live = use(LiveContext);
  if (live === undefined) throw new Error('outside of LiveProvider');
  return live;
}

/** Every server the reader sees, sorted by name; undefined until they are known. */
export function useServers(): readonly ServerSummary[] | undefined {
  const { table } = useLive();
  const all = useSyncExternalStore(table.subscribe, table.all);
  const isLoaded = useSyncExternalStore(table.subscribe, table.isLoaded);
  return isLoaded ? all : undefined;
}

/** One server in short, live. */
export function useServerSummary(place: Place): ServerSummary | undefined {
  const { table } = useLive();
  return useSyncExternalStore(table.subscribe, () => table.get(place));
}

/** Whether what is shown is live. */
export function useLiveState(): LiveState {
  const live = useLive();
  return useSyncExternalStore(live.subscribe, live.state);
}

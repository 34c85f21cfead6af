import { Agent } from 'node:http';
import type { ConnectionTarget, OpenConnection } from '@gse/sdk';
import type { FiveMHttpClient, FiveMHttpOptions } from './client.ts';
import { fetchText } from './fetch-text.ts';
import { readFiveMPerf } from './perf.ts';
import { readFiveMDynamic, readFiveMInfo, readFiveMPlayers } from './read.ts';

const KIB = 1024;
const DEFAULT_TIMEOUT_MS = 5_000;
/** Servers have sent icons of seven megabytes. */
const MAX_BYTES = { info: 12 * 1024 * KIB, dynamic: 64 * KIB, players: 4 * 1024 * KIB, perf: 512 * KIB } as const;
/** Connections at once; the server closes those of who asks too much. */
const MAX_SOCKETS = 4;

type Target = Pick<ConnectionTarget, 'host' | 'port' | 'secret'>;

/** A client for the documents at `target`. Connects when asked, keeps the connection for the next question, and ends with `close`. */
export function openFiveMHttp({ host, port, secret }: Target): OpenConnection<FiveMHttpClient> {
  const agent = new Agent({ keepAlive: true, maxSockets: MAX_SOCKETS, timeout: 30_000 });
  const closed = Promise.withResolvers<undefined>();
  const closing = new AbortController();
  const get = (path: string, maxBytes: number, { timeoutMs = DEFAULT_TIMEOUT_MS, signal }: FiveMHttpOptions, headers = {}) =>
    fetchText({ host, port, path, headers, maxBytes, timeoutMs, signal, closed: closing.signal, agent });
  // In a header: what stands in an address ends up in logs.
  const token = secret === undefined || secret === '' ? {} : { 'X-Players-Token': secret };
  return {
    client: {
      info: async (options) => readFiveMInfo(await get('/info.json', MAX_BYTES.info, options)),
      dynamic: async (options) => readFiveMDynamic(await get('/dynamic.json', MAX_BYTES.dynamic, options)),
      players: async (options) => readFiveMPlayers(await get('/players.json', MAX_BYTES.players, options, token)),
      perf: async (options) => readFiveMPerf(await get('/perf/', MAX_BYTES.perf, options)),
    },
    closed: closed.promise,
    async close() {
      closing.abort();
      agent.destroy();
      closed.resolve(undefined);
    },
  };
}

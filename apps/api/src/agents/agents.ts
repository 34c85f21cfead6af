import { podName } from '@gse/server-objects';
import { AGENT_TOKEN_SECRET, createAgentClient, type AgentClient } from '@gse/agent-client';
import { isNotFound, secrets, type Fetch, type KubeClient, type Pod } from '@gse/kube';
import { LABELS } from '@gse/resources';
import type { Caches } from '../caches.ts';
import { ApiError, conflict } from '../errors.ts';
import { type GameServer } from '@gse/server-objects';
import { placeOf, type Place } from '../kinds.ts';
import { agentUrl } from '@gse/server-objects';
import { secretPlace } from '../servers/secrets.ts';

/** Finds the agent of a server. Whoever uses it has asked for the caller's permission before. */
export interface Agents {
  /** The pod of a server, if there is one. */
  podOf(place: Place): Pod | undefined;
  /** @throws ApiError `ServerNotRunning`, with the reason and the fix of the server */
  open(server: GameServer, signal: AbortSignal): Promise<AgentClient>;
}

/** Reaches agents with the token from their Secret, which only the API's own identity reads. */
export function createAgents(options: {
  readonly caches: Caches;
  readonly reader: KubeClient;
  readonly fetch?: Fetch | undefined;
}): Agents {
  const { caches, reader } = options;

  function podOf({ namespace, name }: Place): Pod | undefined {
    const pod = caches.pods.cache.get(namespace, podName(name));
    return pod?.metadata.labels?.[LABELS.server] === name ? pod : undefined;
  }

  async function tokenOf(server: GameServer, signal: AbortSignal): Promise<string> {
    try {
      const { data } = await reader.get(secrets, secretPlace(placeOf(server), server.spec), { signal });
      const token = Buffer.from(data?.[AGENT_TOKEN_SECRET] ?? '', 'base64').toString('utf8');
      if (token !== '') return token;
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
    throw new ApiError(503, 'AgentUnreachable', 'The credentials of the agent beside the game are not there yet.', {
      retryAfterSeconds: 2,
    });
  }

  return {
    podOf,
    async open(server, signal) {
      const pod = podOf(placeOf(server));
      const baseUrl = pod && agentUrl(pod);
      if (baseUrl === undefined) throw notRunning(server);
      const token = await tokenOf(server, signal);
      return createAgentClient({ baseUrl, token: () => token, ...(options.fetch && { fetch: options.fetch }) });
    },
  };
}

function notRunning({ spec, status }: GameServer): ApiError {
  if (spec.state === 'Stopped') {
    return conflict('ServerNotRunning', 'The server is stopped, so there is no game to talk to.', {
      fix: { kind: 'patch', title: 'Start the server', patch: { spec: { state: 'Running' } } },
    });
  }
  const why = status?.reason?.message ?? status?.next?.what;
  return conflict(
    'ServerNotRunning',
    `There is no game to talk to at the moment; the server is ${status?.phase ?? 'Pending'}.${why === undefined ? '' : ` ${why}`}`,
    { fix: status?.reason?.fix },
  );
}

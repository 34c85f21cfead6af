import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApiServer, createBuiltinControllers, createNode, createPortProbe, LocalProgramRuntime } from '@gse/embedded';
import { createKubeClient, createManager, silentLog, systemClock, type Fetch, type KubeClient } from '@gse/kube';
import { customResourceDefinitions } from '@gse/resources';
import { ownAddress } from '../../support/address.ts';
import type { ServerWorld } from './server.ts';
import { LOCAL_IMAGE, programFor } from '../../../apps/standalone/src/local-programs.ts';

/** A watch that leads nowhere is found out in seconds here, and in minutes where nobody waits for it. */
const WATCH_INACTIVITY_MS = 15_000;
const TOKEN = 'token-of-the-tests';

/** Kubernetes on one machine with simulated games, and nobody who looks after them: operators are the tests' own. */
export interface EmbeddedWorld extends ServerWorld, AsyncDisposable {
  readonly fetch: Fetch;
  clientOver(fetch: Fetch, fieldManager: string, baseUrl?: string): KubeClient;
  /** A request as it is, for what the client has no method for. */
  request(method: string, path: string, body: object): Promise<Response>;
  /** Where the API server answers over HTTP, for those who need sockets. */
  readonly url: string;
}

/** Starts it: API server, built-in controllers, node. */
export async function startEmbeddedWorld(): Promise<EmbeddedWorld> {
  const undo = new AsyncDisposableStack();
  const host = ownAddress();
  const folder = mkdtempSync(join(tmpdir(), 'gse-faults-'));
  undo.defer(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));
  const server = createApiServer({
    databasePath: ':memory:',
    auth: { tokens: { [TOKEN]: 'everybody' } },
    crds: customResourceDefinitions(),
  });
  undo.defer(() => server.close());
  const { url } = await server.listen({ host: '127.0.0.1', port: 0 });
  const clientOver = (fetch: Fetch, fieldManager: string, baseUrl = 'http://embedded.invalid'): KubeClient =>
    createKubeClient({ baseUrl, fetch, fieldManager, token: TOKEN, watchInactivityMs: WATCH_INACTIVITY_MS });
  const clientOf = (fieldManager: string): KubeClient => clientOver(server.fetch, fieldManager);

  const { controllers, informers } = createBuiltinControllers({
    client: clientOf('gse-controllers'),
    advertisedHost: host,
    isPortFree: createPortProbe(host),
  });
  const stop = new AbortController();
  const running = createManager({ controllers, informers }).run(stop.signal);
  undo.defer(async () => {
    stop.abort();
    await running;
  });

  const local = new LocalProgramRuntime({
    name: 'simulated',
    programsModule: new URL('./programs.ts', import.meta.url),
    programFor: (container, pod) => programFor(container, pod, true),
    dataDir: join(folder, 'node'),
    clock: systemClock,
    log: silentLog,
    maxHosts: 4,
  });
  const node = createNode({
    client: clientOf('gse-node'),
    nodeName: 'this-machine',
    dataDir: join(folder, 'node'),
    runtimes: { game: local, local },
    isLocalImage: (image) => image === LOCAL_IMAGE,
    advertisedHost: host,
    clock: systemClock,
    log: silentLog,
    random: Math.random,
  });
  await node.start(AbortSignal.timeout(30_000));
  server.registerPodLogs(node.podLogs);
  undo.defer(() => node.stop({ deadlineMs: 2000 }));

  const disposables = undo.move();
  return {
    fetch: server.fetch,
    client: clientOf('gse-tests'),
    clientOver,
    url,
    request: (method, path, body) =>
      server.fetch(
        new Request(`http://embedded.invalid${path}`, {
          method,
          headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      ),
    folder,
    volumes: (namespace) => join(folder, 'node/volumes', namespace),
    [Symbol.asyncDispose]: () => disposables.disposeAsync(),
  };
}

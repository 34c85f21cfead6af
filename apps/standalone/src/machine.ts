import { createApi, createOneTimeCodes } from '@gse/api';
import { openCatalog } from '@gse/catalog';
import { createApiServer, createBuiltinControllers, createPortProbe, toRequestListener } from '@gse/embedded';
import { createKubeClient, createManager, systemClock, type KubeClient, type Log } from '@gse/kube';
import { createOperator } from '@gse/operator';
import { customResourceDefinitions } from '@gse/resources';
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync } from 'node:fs';
import { machineCertificate } from './access/certificate.ts';
import { buildKubeconfig } from './access/kubeconfig.ts';
import { secretFile, writePrivate } from './access/secret-file.ts';
import { openDataFolder } from './data-folder.ts';
import { checkPort, listen } from './listener.ts';
import { LOCAL_IMAGE } from './local-programs.ts';
import { startNode } from './node.ts';
import { findRuntime } from './runtimes.ts';
import type { Settings } from './settings.ts';

/** Path under which the Kubernetes API is served. */
const KUBE_PATH = '/kube';
/** The built browser app of this checkout. */
const PAGES = new URL('../../ui/dist', import.meta.url).pathname;

/** Players are warned this long when the whole machine ends, for a person sits before it and waits. */
const FAREWELL_SECONDS = 10;

/** What a person is told, line by line. */
export interface Terminal {
  say(line: string): void;
}

/** A running one-machine edition. */
export interface Machine {
  readonly url: string;
  readonly kubeconfig: string;
  readonly token: string;
  /** Signs one browser in, once. */
  readonly signInUrl: string;
  /** Games save, then everything ends; what was going on resumes at the next start. */
  stop(deadlineMs: number): Promise<void>;
}

/** Starts everything in order; what cannot be started is undone and said. */
export async function startMachine(
  settings: Settings,
  options: { readonly terminal: Terminal; readonly log: Log; readonly env: Readonly<Record<string, string | undefined>> },
): Promise<Machine> {
  const { terminal, log } = options;
  const undo = new AsyncDisposableStack();
  try {
    const { games, gameById } = await openCatalog(settings.games, process.cwd());
    const folder = openDataFolder(settings.dataDir);
    undo.defer(() => folder.release());
    await checkPort(settings.host, settings.port);
    const token = secretFile(folder.file('token'), () => randomBytes(32).toString('base64url'));
    const sealKey = createHash('sha256')
      .update(secretFile(folder.file('seal-key'), () => randomBytes(32).toString('base64url')))
      .digest();
    const certificate = await machineCertificate(folder.file('tls.pem'), settings.host);

    const { engine, sentence } = await findRuntime(settings.runtime, options.env);
    terminal.say(sentence);

    // Components sign in with tokens of this run; only the person's token outlives it.
    const own = { operator: fresh(), node: fresh(), controllers: fresh(), api: fresh() };
    const server = createApiServer({
      databasePath: folder.file('kubernetes.sqlite'),
      auth: {
        tokens: {
          [token]: 'admin',
          [own.operator]: 'system:gse:operator',
          [own.node]: 'system:node:this-machine',
          [own.controllers]: 'system:kube-controller-manager',
          [own.api]: 'system:gse:api',
        },
      },
      crds: customResourceDefinitions(),
      log,
    });
    undo.defer(() => server.close());
    const clientOf = (bearer: string, fieldManager: string): KubeClient =>
      createKubeClient({ baseUrl: 'http://embedded.invalid', fetch: server.fetch, fieldManager, token: bearer });

    const advertisedHost = settings.host === '0.0.0.0' || settings.host === '::' ? '127.0.0.1' : settings.host;
    const controllers = createBuiltinControllers({
      client: clientOf(own.controllers, 'gse-controllers'),
      advertisedHost,
      isPortFree: createPortProbe(settings.host),
      log,
    });
    runInBackground(undo, createManager({ controllers: controllers.controllers, informers: controllers.informers, log }), log);

    const node = await startNode({
      nodeName: 'this-machine',
      dataDir: folder.file('node'),
      engine,
      client: clientOf(own.node, 'gse-node'),
      agentImage: LOCAL_IMAGE,
      advertisedHost,
      bindAddress: settings.host,
      games: settings.games,
      log,
    });
    server.registerPodLogs(node.podLogs);
    server.registerPodMetrics(node.podMetrics);

    const operator = createOperator({
      client: clientOf(own.operator, 'gse-operator'),
      gameById,
      agentImage: LOCAL_IMAGE,
      mostEvictionNoticeSeconds: FAREWELL_SECONDS,
      log,
    });
    const stopOperator = runInBackground(undo, operator, log);

    if (!existsSync(PAGES)) terminal.say('pages:      not built, so only the API answers; run pnpm build');
    const codes = createOneTimeCodes({ clock: systemClock, randomBytes: (size) => randomBytes(size) });
    const api = await createApi({
      isOneMachine: true,
      kube: (bearer) => clientOf(bearer, 'gse-api'),
      reader: clientOf(own.api, 'gse-api'),
      games,
      gameById,
      authenticate: (bearer) => Promise.resolve(isSame(bearer, token) ? { user: 'admin' } : undefined),
      signIn: codes,
      sealKey,
      ...(existsSync(PAGES) ? { pages: PAGES } : {}),
      publicOrigins: () => [],
      log,
    });

    const kube = toRequestListener((request) => server.fetch(withoutPrefix(request)), log);
    const listener = await listen({
      host: settings.host,
      port: settings.port,
      certificate,
      handler: {
        request: (request, response) => (isKube(request.url) ? kube(request, response) : api.app.routing(request, response)),
        upgrade: (request, socket, head) => api.app.server.emit('upgrade', request, socket, head),
      },
    });
    // Side by side: the API tells its open streams good-bye while the listener takes no new ones.
    undo.defer(async () => void (await Promise.all([api.close(), listener.close(2_000)])));
    const authority = `${advertisedHost.includes(':') ? `[${advertisedHost}]` : advertisedHost}:${listener.port}`;
    const kubeconfig = folder.file('kubeconfig');
    writePrivate(kubeconfig, buildKubeconfig({ server: `https://${authority}${KUBE_PATH}`, certificate: certificate.certificate, token }));

    const started = undo.move();
    return {
      url: `http://${authority}`,
      kubeconfig,
      token,
      signInUrl: `http://${authority}/sign-in/${codes.issue(token)}`,
      async stop(deadlineMs) {
        // The operator first: it must not take the games' going for crashes.
        await stopOperator();
        await node.stop({ deadlineMs });
        await started.disposeAsync();
      },
    };
  } catch (error) {
    await undo.disposeAsync();
    throw error;
  }
}

/** Runs something until it is undone; returns the way to stop it earlier. */
function runInBackground(undo: AsyncDisposableStack, part: { run(signal: AbortSignal): Promise<void> }, log: Log): () => Promise<void> {
  const stop = new AbortController();
  const running = part.run(stop.signal).catch((err: unknown) => log.error({ err }, 'A part of the machine ended unexpectedly'));
  const end = async (): Promise<void> => {
    stop.abort();
    await running;
  };
  undo.defer(end);
  return end;
}

function isKube(url: string | undefined): boolean {
  return url === KUBE_PATH || url?.startsWith(`${KUBE_PATH}/`) === true || url?.startsWith(`${KUBE_PATH}?`) === true;
}

function withoutPrefix(request: Request): Request {
  const url = new URL(request.url);
  url.pathname = url.pathname.slice(KUBE_PATH.length) || '/';
  return new Request(url, request);
}

/** Compares by digest and in constant time, so that timing tells nothing of the token. */
function isSame(given: string, token: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}

function fresh(): string {
  return randomBytes(32).toString('base64url');
}

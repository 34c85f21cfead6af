import { randomBytes as cryptoRandomBytes } from 'node:crypto';
import cookies from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import websocket from '@fastify/websocket';
import {
  createHealth,
  createMetricsRegistry,
  systemClock,
  type Clock,
  type Fetch,
  type Health,
  type KubeClient,
  type Log,
  type MetricsRegistry,
} from '@gse/kube';
import type { AgentClient } from '@gse/agent-client';
import type { Tracing } from '@gse/process';
import type { AnyGame } from '@gse/sdk';
import Fastify, { type FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { Permissions } from './access/permissions.ts';
import { createEventSeal } from './activity/event-seal.ts';
import { createRecorder, type Recorder } from './activity/recorder.ts';
import { activityRoutes } from './activity/routes.ts';
import { createAgents } from './agents/agents.ts';
import { createCaches, type Caches } from './caches.ts';
import { catalogueRoutes } from './catalogue/routes.ts';
import { consoleRoutes } from './console/routes.ts';
import type { ApiContext } from './context.ts';
import { ApiError } from './errors.ts';
import { healthRoutes } from './health/routes.ts';
import { historyRoutes } from './history/routes.ts';
import type { App } from './http/app.ts';
import { installCompression } from './http/compression.ts';
import { installBodyDeadline } from './http/body-deadline.ts';
import { installErrorAnswers, sendError } from './http/error-answers.ts';
import { installGoneSignal } from './http/gone.ts';
import { installOpenApi, openApiDocument, openApiRoute } from './http/openapi.ts';
import { installRequestLog } from './http/request-log.ts';
import { installRequestTraces } from './http/request-traces.ts';
import { watchRoutes } from './http/route-table.ts';
import { installSecurityHeaders } from './http/security-headers.ts';
import { serializerCompiler } from './http/serialization.ts';
import { validatorCompiler } from './http/validation.ts';
import type { GameServer } from '@gse/server-objects';
import { Feed } from './live/feed.ts';
import { StreamGuard } from './live/guard.ts';
import { liveRoutes } from './live/routes.ts';
import { createOrdering } from './ordering/create-ordering.ts';
import { rememberMappings } from './ordering/mappings.ts';
import type { ServedKinds } from './ordering/served-kinds.ts';
import { namespaceRoutes } from './namespaces/routes.ts';
import { networkRoutes } from './network/routes.ts';
import { operationRoutes } from './operations/routes.ts';
import { playerRoutes } from './players/routes.ts';
import { serverRoutes } from './servers/routes.ts';
import { FailedAttempts } from './session/attempts.ts';
import { Callers } from './session/callers.ts';
import { SessionCookie } from './session/cookie.ts';
import { createIssuer, type IssuerOptions } from './session/oidc/issuer.ts';
import { Renewals } from './session/oidc/renewals.ts';
import { oidcRoutes } from './session/oidc/routes.ts';
import type { OneTimeCodes } from './session/one-time-codes.ts';
import { sessionRoutes } from './session/routes.ts';
import { createSealer } from './session/seal.ts';
import { installPages } from './ui/bundle.ts';

/** Most of what one caller or one address may ask of the API. */
export interface ApiLimits {
  readonly requestsPerMinute: number;
  /** From one address, for wrong tokens and wrong codes. */
  readonly failedSignInsPerMinute: number;
  readonly bodyBytes: number;
  readonly bodyDeadlineMs: number;
  readonly requestTimeoutMs: number;
  readonly streamsPerCaller: number;
  readonly streams: number;
  readonly viewersPerServer: number;
  readonly viewers: number;
}

const defaultLimits: ApiLimits = {
  requestsPerMinute: 1200,
  failedSignInsPerMinute: 30,
  bodyBytes: 256 * 1024,
  bodyDeadlineMs: 30_000,
  requestTimeoutMs: 60_000,
  streamsPerCaller: 32,
  streams: 2000,
  viewersPerServer: 24,
  viewers: 2000,
};

/** How long requests under way may take to end when the API closes. */
const CLOSING_MS = 10_000;

/** What the API is made with. */
export interface ApiOptions {
  /** A client that acts as the owner of a token. */
  readonly kube: (token: string) => KubeClient;
  /** The API's own identity: for caches, for the tokens of agents, for the record of acts. */
  readonly reader: KubeClient;
  readonly games: readonly AnyGame[];
  readonly gameById: (id: string) => AnyGame | undefined;
  /** Who a token belongs to; undefined for one that is not valid. */
  readonly authenticate: (token: string) => Promise<{ readonly user: string } | undefined>;
  /** Codes of the link that signs a browser in; without them there is no such link. */
  readonly signIn?: OneTimeCodes;
  /** Which kinds of orders a Cozystack cluster takes; without it every order is a GameServer. */
  readonly servedKinds?: ServedKinds;
  /** Everything runs on one machine: players arrive at its own address, so there is none to be had besides. */
  readonly isOneMachine?: boolean;
  /** The sign-in service of the platform; without it people sign in with a token. */
  readonly oidc?: IssuerOptions;
  /** Folder of the built browser app; without it only the API is served. */
  readonly pages?: string;
  /** 32 bytes that seal the cookies of sessions and the record of acts; the same after a restart, or everybody has to sign in again. */
  readonly sealKey: Uint8Array;
  /** Origins under which browsers know this server, such as `https://games.example.org`. */
  readonly publicOrigins: () => readonly string[];
  readonly clock?: Clock;
  readonly log: Log;
  readonly randomBytes?: (size: number) => Uint8Array;
  readonly metrics?: MetricsRegistry;
  /** Whether everybody who reaches the API may read its figures; yes unless switched off. */
  readonly servesMetrics?: boolean;
  /** Addresses or networks of proxies that tell the truth about their clients' addresses. */
  readonly trustedProxies?: readonly string[];
  /** Transport towards agents; the machine's own where absent. */
  readonly agentFetch?: Fetch;
  /** Where requests are told as traces; nowhere when absent. */
  readonly tracing?: Tracing;
  readonly limits?: Partial<ApiLimits>;
}

/** The API, ready to be listened with, to be fed requests (`app.routing`) and upgrades (`app.server.emit('upgrade', …)`). */
export interface Api {
  readonly app: FastifyInstance;
  /** For probes. */
  readonly health: Health;
  /** Resolves when the caches are filled and `/readyz` says so. */
  readonly ready: (signal: AbortSignal) => Promise<void>;
  /** Ends streams and consoles, writes what is still to be recorded, and stops the caches. */
  readonly close: () => Promise<void>;
}

/** The API with all its routes, before anything runs. */
interface Assembled {
  readonly app: App;
  readonly caches: Caches;
  readonly recorder: Recorder;
  readonly feed: Feed;
  readonly closing: AbortController;
}

/** Makes the API. It keeps no state but caches and what browsers carry for it, sealed. */
export async function createApi(options: ApiOptions): Promise<Api> {
  const { clock = systemClock } = options;
  const { app, caches, recorder, feed, closing } = await assemble(options);
  const running = caches.run(closing.signal);
  return {
    app,
    health: createHealth({ informers: caches.all, clock }),
    ready: async (signal) => await caches.waitForSync(signal),
    close: async () => {
      closing.abort();
      const cancel = clock.after(CLOSING_MS, () => app.server.closeAllConnections());
      await app.close();
      cancel();
      await running;
      await recorder.flush();
      feed.close();
    },
  };
}

/** The OpenAPI document of an API made with these options. Nothing is asked of anybody. */
export async function describeApi(options: ApiOptions): Promise<Record<string, unknown>> {
  const { app, feed } = await assemble(options);
  const document = openApiDocument(app);
  await app.close();
  feed.close();
  return document;
}

async function assemble(options: ApiOptions): Promise<Assembled> {
  const {
    reader,
    log,
    gameById,
    publicOrigins,
    clock = systemClock,
    randomBytes = cryptoRandomBytes,
    metrics = createMetricsRegistry(),
  } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const closing = new AbortController();

  const seal = createEventSeal(options.sealKey);
  const caches = createCaches(reader, clock, log, seal);
  const permissions = new Permissions(clock);
  const recorder = createRecorder({ client: reader, clock, log, randomBytes, seal });
  const agents = createAgents({ caches, reader, fetch: options.agentFetch });
  const mappingOf = rememberMappings();
  const ordering = createOrdering({ caches, clock, log, mappingOf }, options.games, options.servedKinds);
  const context: ApiContext = {
    caches,
    permissions,
    agents,
    recorder,
    ordering,
    reader,
    gameById,
    mappingOf,
    isOneMachine: options.isOneMachine ?? false,
    clock,
    log,
    randomBytes,
    closing: closing.signal,
  };
  const attempts = new FailedAttempts(clock, limits.failedSignInsPerMinute);
  const sealer = createSealer(options.sealKey, randomBytes);
  const cookie = new SessionCookie(sealer, publicOrigins);
  const issuer = options.oidc && createIssuer(options.oidc, { clock, log });
  const renewals = new Renewals(issuer, clock, log);
  const { authenticate, kube, signIn } = options;
  const callers = new Callers({ authenticate, kube, cookie, renewals, attempts, publicOrigins, clock, log });
  const guard = new StreamGuard(callers, permissions, clock);
  const feed = new Feed(caches, Buffer.from(randomBytes(6)).toString('hex'));

  const app: App = Fastify({
    logger: false,
    trustProxy: options.trustedProxies === undefined ? false : [...options.trustedProxies],
    genReqId: () => Buffer.from(randomBytes(8)).toString('hex'),
    bodyLimit: limits.bodyBytes,
    handlerTimeout: limits.requestTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    routerOptions: { maxParamLength: 300 },
    // Requests under way are answered; `close` ends what takes too long.
    forceCloseConnections: 'idle',
    // Raised before any route is found, so the error handler never sees them.
    frameworkErrors: (_error, _request, reply) => void sendError(reply, new ApiError(400, 'BadRequest', 'The address is not one.')),
    http: { maxHeaderSize: 32 * 1024, headersTimeout: 30_000 },
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler(log));
  app.decorateRequest('caller', null);
  app.decorateRequest('console', null);

  const routes = watchRoutes(app);
  if (options.tracing) installRequestTraces(app, options.tracing);
  installGoneSignal(app);
  installSecurityHeaders(app);
  installRequestLog(app, log, metrics);
  installBodyDeadline(app, clock, limits.bodyDeadlineMs);
  installCompression(app);
  await app.register(cookies);
  await app.register(rateLimit, {
    global: false,
    max: limits.requestsPerMinute,
    timeWindow: 60_000,
    keyGenerator: (request) => callers.allowance(request),
    allowList: ({ routeOptions }) => routeOptions.config.rateLimit === false,
    errorResponseBuilder: (_request, { ttl }) =>
      new ApiError(429, 'TooManyRequests', `That was too much at once. Go on in ${Math.ceil(ttl / 1000)} seconds.`, {
        retryAfterSeconds: Math.max(1, Math.ceil(ttl / 1000)),
      }),
  });
  // Here and not at the routes, whose own hooks come after those that ask who somebody is.
  app.addHook('onRequest', app.rateLimit());
  await app.register(websocket, { options: { maxPayload: 16 * 1024, perMessageDeflate: false } });
  await installOpenApi(app);
  const pages = options.pages === undefined ? undefined : await installPages(app, options.pages);
  installErrorAnswers(app, log, routes, pages);

  await app.register(
    async (scope) => {
      const v1 = scope.withTypeProvider<ZodTypeProvider>();
      v1.addHook('onRequest', async (request, reply) => {
        request.caller = await callers.require(request, reply);
      });
      catalogueRoutes(v1, { ...options, mappingOf });
      namespaceRoutes(v1, context);
      networkRoutes(v1, context);
      serverRoutes(v1, context);
      operationRoutes(v1, context);
      historyRoutes(v1, context);
      playerRoutes(v1, context);
      consoleRoutes(v1, context, guard, limits);
      liveRoutes(v1, context, feed, guard, limits);
      activityRoutes(v1, context);
    },
    { prefix: '/api/v1' },
  );
  sessionRoutes(app, { recorder, callers, cookie, attempts, signIn, issuer, publicOrigins, clock, log, pages });
  oidcRoutes(app, { issuer, sealer, callers, cookie, attempts, recorder, publicOrigins, pages, clock, log });
  healthRoutes(app, caches, metrics, options.servesMetrics ?? true);
  openApiRoute(app);
  await app.ready();

  return { app, caches, recorder, feed, closing };
}

declare module 'fastify' {
  interface FastifyRequest {
    /** What a console was opened with; null for every other request. */
    console: { readonly server: GameServer; readonly agent: AgentClient } | null;
  }
}

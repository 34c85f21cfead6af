import type { z } from 'zod';
import { AgentError } from './errors.ts';
import { historySeriesSchema, type HistoryRange, type HistorySeries } from './history.ts';
import {
  reportSchema,
  reportedListsSchema,
  reportedPlayersSchema,
  type AgentReport,
  type ReportedLists,
  type ReportedPlayers,
} from './report.ts';
import {
  commandResponseSchema,
  errorResponseSchema,
  liveSettingsResponseSchema,
  moderationResponseSchema,
  quiesceResponseSchema,
  type LiveSettingsResponse,
  type ModerationRequest,
  type ModerationResponse,
  type QuiesceResponse,
} from './requests.ts';
import { openConsole, type AgentConsole, type ConsoleOptions } from './console-client.ts';

/** Time as an argument; the deadlines run on it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls back once after `ms`; the returned function cancels. */
  after(ms: number, callback: () => void): () => void;
}

const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** Where an agent is and how to show that one may talk to it. */
export interface AgentClientOptions {
  /** Such as `http://10.0.0.7:8099`. */
  readonly baseUrl: string;
  /** Asked before every call, so that a rotated token is picked up. */
  readonly token: () => string;
  readonly fetch?: (request: Request) => Promise<Response>;
  readonly clock?: Clock;
}

/** Deadline and cancellation of one call. */
export interface CallOptions {
  readonly signal?: AbortSignal;
  /** Default per call: what the agent itself allows the game, and a little more. */
  readonly timeoutMs?: number;
}

/** One agent's HTTP API. Every method rejects with {@link AgentError} and nothing else. */
export interface AgentClient {
  /**
   * The report, as soon as its revision differs from `after`, otherwise at the end of the wait.
   * Without `after` it answers at once.
   */
  report(options?: CallOptions & { readonly after?: string; readonly waitSeconds?: number }): Promise<AgentReport>;
  /** Asks the game now who is on. */
  players(options?: CallOptions): Promise<ReportedPlayers>;
  /** Asks the game now for the lists it keeps: who is banned, allowed, an administrator. */
  playerLists(options?: CallOptions): Promise<ReportedLists>;
  announce(message: string, options?: CallOptions): Promise<void>;
  /** Announces something once: asked again with the same key, because an answer was lost, it tells players nothing new. */
  giveNotice(key: string, message: string, options?: CallOptions): Promise<void>;
  /** Runs one console command; answers what the game printed. */
  command(line: string, options?: CallOptions): Promise<string>;
  moderate(request: ModerationRequest, options?: CallOptions): Promise<ModerationResponse>;
  /** Tells the running game changed settings. */
  applyLive(changes: Readonly<Record<string, unknown>>, options?: CallOptions): Promise<LiveSettingsResponse>;
  /** Says that players have had their notice of a stop that follows now, so that the drain gives none of its own. */
  expectStop(options?: CallOptions): Promise<void>;
  /** Returns when the world is on disk. `timeoutMs` should be the game's save budget and more. */
  save(options?: CallOptions): Promise<void>;
  /** Holds the game's files still until `release` or the end of the lease; with `lease`, prolongs. */
  quiesce(options?: CallOptions & { readonly leaseSeconds?: number; readonly lease?: string }): Promise<QuiesceResponse>;
  /** Lets the game write again. Releasing what is not held is no error. */
  release(options?: CallOptions): Promise<void>;
  /** What was seen of the game over the last hour or day. */
  history(options?: CallOptions & { readonly range?: HistoryRange }): Promise<HistorySeries>;
  /** Prometheus text. */
  metrics(options?: CallOptions): Promise<string>;
  /** True when the agent process answers; needs no token. */
  alive(options?: CallOptions): Promise<boolean>;
  /** The live log and a command line. */
  openConsole(options?: ConsoleOptions): Promise<AgentConsole>;
}

const defaultTimeoutMs = 30_000;
/** Larger than any budget of a game; callers who know the game pass their own. */
const saveTimeoutMs = 15 * 60_000;
const maxResponseBytes = 2 * 1024 * 1024;

/** A client of one agent. It holds no connection and no state; make as many as needed. */
export function createAgentClient(options: AgentClientOptions): AgentClient {
  const fetch = options.fetch ?? ((request: Request) => globalThis.fetch(request));
  const clock = options.clock ?? systemClock;

  async function text(
    method: string,
    path: string,
    call: CallOptions & { body?: unknown; anonymous?: boolean; timeoutMs: number },
  ): Promise<string> {
    const deadline = new AbortController();
    const cancel = clock.after(call.timeoutMs, () => deadline.abort());
    const signal = call.signal ? AbortSignal.any([call.signal, deadline.signal]) : deadline.signal;
    const headers: Record<string, string> = { accept: 'application/json, text/plain' };
    if (!call.anonymous) headers['authorization'] = `Bearer ${options.token()}`;
    if (call.body !== undefined) headers['content-type'] = 'application/json';
    try {
      const response = await fetch(
        new Request(new URL(path, options.baseUrl), {
          method,
          headers,
          signal,
          redirect: 'error',
          body: call.body === undefined ? null : JSON.stringify(call.body),
        }),
      );
      const answer = await readCapped(response, maxResponseBytes);
      if (!response.ok) throw refusal(response.status, answer);
      return answer;
    } catch (error) {
      if (error instanceof AgentError) throw error;
      if (call.signal?.aborted) throw new AgentError('aborted', 'the call of the agent was given up', { cause: error });
      if (deadline.signal.aborted)
        throw new AgentError('timeout', `the agent did not answer ${method} ${path.split('?')[0]} within ${call.timeoutMs} ms`, {
          cause: error,
        });
      throw new AgentError('unreachable', `the agent cannot be reached: ${describe(error)}`, { cause: error });
    } finally {
      cancel();
    }
  }

  async function json<Schema extends z.ZodType>(
    schema: Schema,
    method: string,
    path: string,
    call: CallOptions & { body?: unknown; timeoutMs: number },
  ): Promise<z.output<Schema>> {
    const parsed = schema.safeParse(parseJson(await text(method, path, call)));
    if (!parsed.success)
      throw new AgentError('protocol', `the agent answered ${method} ${path.split('?')[0]} with something else than expected`, {
        cause: parsed.error,
      });
    return parsed.data;
  }

  const within = (call: CallOptions | undefined, timeoutMs: number): CallOptions & { timeoutMs: number } => ({
    ...call,
    timeoutMs: call?.timeoutMs ?? timeoutMs,
  });

  return {
    report({ after, waitSeconds, ...call } = {}) {
      const query = new URLSearchParams();
      if (after !== undefined) query.set('after', after);
      if (waitSeconds !== undefined) query.set('waitSeconds', String(waitSeconds));
      return json(
        reportSchema,
        'GET',
        query.size > 0 ? `/v1/report?${query.toString()}` : '/v1/report',
        within(call, (waitSeconds ?? 0) * 1000 + 10_000),
      );
    },
    players: (call) => json(reportedPlayersSchema, 'GET', '/v1/players', within(call, defaultTimeoutMs)),
    playerLists: (call) => json(reportedListsSchema, 'GET', '/v1/players/lists', within(call, 2 * defaultTimeoutMs)),
    async announce(message, call) {
      await text('POST', '/v1/announce', { ...within(call, defaultTimeoutMs), body: { message } });
    },
    async giveNotice(key, message, call) {
      await text('POST', '/v1/notice', { ...within(call, defaultTimeoutMs), body: { key, message } });
    },
    async command(line, call) {
      return (await json(commandResponseSchema, 'POST', '/v1/command', { ...within(call, defaultTimeoutMs), body: { line } })).output;
    },
    moderate: (request, call) =>
      json(moderationResponseSchema, 'POST', '/v1/moderation', { ...within(call, defaultTimeoutMs), body: request }),
    applyLive: (changes, call) =>
      json(liveSettingsResponseSchema, 'POST', '/v1/settings', { ...within(call, 2 * defaultTimeoutMs), body: { changes } }),
    async expectStop(call) {
      await text('POST', '/v1/expect-stop', within(call, defaultTimeoutMs));
    },
    async save(call) {
      await text('POST', '/v1/save', within(call, saveTimeoutMs));
    },
    quiesce: ({ leaseSeconds, lease, ...call } = {}) =>
      json(quiesceResponseSchema, 'POST', '/v1/quiesce', { ...within(call, saveTimeoutMs), body: { leaseSeconds, lease } }),
    async release(call) {
      await text('DELETE', '/v1/quiesce', within(call, 2 * defaultTimeoutMs));
    },
    history: ({ range = 'hour', ...call } = {}) =>
      json(historySeriesSchema, 'GET', `/v1/history?range=${range}`, within(call, defaultTimeoutMs)),
    metrics: (call) => text('GET', '/v1/metrics', within(call, defaultTimeoutMs)),
    async alive(call) {
      try {
        await text('GET', '/v1/healthz', { ...within(call, 5_000), anonymous: true });
        return true;
      } catch (error) {
        if (error instanceof AgentError && error.kind !== 'aborted') return false;
        throw error;
      }
    },
    openConsole: (consoleOptions) => openConsole(options, consoleOptions),
  };
}

async function readCapped(response: Response, maxBytes: number): Promise<string> {
  if (response.body === null) return '';
  const decoder = new TextDecoder();
  let read = 0;
  let answer = '';
  // Leaving the loop cancels the body, which closes the connection.
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    read += chunk.byteLength;
    if (read > maxBytes) throw new AgentError('protocol', `the agent answered with more than ${maxBytes} bytes`);
    answer += decoder.decode(chunk, { stream: true });
  }
  return answer + decoder.decode();
}

function refusal(status: number, answer: string): AgentError {
  if (status === 401) return new AgentError('unauthorized', 'the agent rejected the token');
  const parsed = errorResponseSchema.safeParse(parseJson(answer));
  if (!parsed.success) return new AgentError('protocol', `the agent answered with status ${status} and no reason`);
  const { code, message } = parsed.data.error;
  return new AgentError('refused', message, { reason: { code, status } });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** undici says `fetch failed` and hides what happened in the cause. */
function describe(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return String(cause);
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
}

import {
  AGENT_READY_PATH,
  announceRequestSchema,
  historyRangeSchema,
  commandRequestSchema,
  liveSettingsRequestSchema,
  moderationRequestSchema,
  noticeRequestSchema,
  quiesceRequestSchema,
  type HistoryRange,
  type HistorySeries,
  type LiveSettingsResponse,
  type ReportedLists,
  type ReportedPlayers,
} from '@gse/agent-client';
import type { Session } from '@gse/session';
import type { z } from 'zod';
import type { Notices } from '../serve/notices.ts';
import type { QuiesceLease } from '../serve/quiesce-lease.ts';
import type { ReportBoard } from '../serve/report-board.ts';
import { HttpError } from './http-error.ts';
import type { Answer, Call, Route } from './server.ts';

/** What the routes act on. */
export interface RoutesOptions {
  readonly board: ReportBoard;
  readonly session: Session;
  readonly notices: Pick<Notices, 'give'>;
  readonly quiesce: QuiesceLease;
  /** Whether players can join, as far as is known. */
  isJoinable(): boolean;
  askPlayers(signal: AbortSignal): Promise<ReportedPlayers>;
  applyLive(changes: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<LiveSettingsResponse>;
  lists(signal: AbortSignal): Promise<ReportedLists>;
  /** The stop that follows has been announced. */
  expectStop(): void;
  history(range: HistoryRange): HistorySeries;
  metrics(signal: AbortSignal): Promise<string>;
}

const maxWaitSeconds = 55;
const maxWaiting = 32;

/** The agent's API as a table. The schemas are those of its client. */
export function agentRoutes(options: RoutesOptions): readonly Route[] {
  const { board, session, notices, quiesce, isJoinable, askPlayers, applyLive, lists, history, metrics } = options;
  const done: Answer = { json: {} };
  return [
    {
      method: 'GET',
      path: '/v1/healthz',
      cost: 'free',
      isPublic: true,
      handle: async () => ({ text: 'ok\n', contentType: 'text/plain; charset=utf-8' }),
    },
    {
      method: 'GET',
      path: AGENT_READY_PATH,
      cost: 'free',
      isPublic: true,
      async handle() {
        if (!isJoinable()) throw new HttpError(503, 'NotJoinable', 'Players cannot join at the moment.');
        return { text: 'ok\n', contentType: 'text/plain; charset=utf-8' };
      },
    },
    {
      method: 'GET',
      path: '/v1/report',
      cost: 'report',
      async handle({ query, signal }) {
        const seconds = Number(query.get('waitSeconds') ?? 0);
        if (!(seconds >= 0 && seconds <= maxWaitSeconds))
          throw new HttpError(400, 'BadRequest', `waitSeconds goes from 0 to ${maxWaitSeconds}.`);
        if (board.waiting >= maxWaiting) throw new HttpError(429, 'TooManyRequests', `${maxWaiting} callers wait for the report already.`);
        return { json: await board.waitForChange(query.get('after') ?? undefined, seconds * 1000, signal) };
      },
    },
    {
      method: 'GET',
      path: '/v1/history',
      cost: 'talk',
      handle: async ({ query }) => {
        const range = historyRangeSchema.safeParse(query.get('range') ?? 'hour');
        if (!range.success) throw new HttpError(400, 'BadRequest', 'range is hour or day.');
        return { json: history(range.data) };
      },
    },
    {
      method: 'POST',
      path: '/v1/announce',
      cost: 'talk',
      async handle(call) {
        await session.announce(parse(announceRequestSchema, call).message, call.signal);
        return done;
      },
    },
    {
      method: 'POST',
      path: '/v1/notice',
      cost: 'talk',
      async handle(call) {
        const { key, message } = parse(noticeRequestSchema, call);
        await notices.give(key, message);
        return done;
      },
    },
    {
      method: 'POST',
      path: '/v1/command',
      cost: 'talk',
      handle: async (call) => ({ json: { output: await session.command(parse(commandRequestSchema, call).line, call.signal) } }),
    },
    {
      method: 'POST',
      path: '/v1/moderation',
      cost: 'talk',
      async handle(call) {
        const { act, player, reason, text } = parse(moderationRequestSchema, call);
        if (act === 'message' && text === undefined) throw new HttpError(400, 'BadRequest', 'text: a message needs its text.');
        return {
          json: await session.moderate(
            act,
            { player, ...(reason === undefined ? {} : { reason }), ...(text === undefined ? {} : { text }) },
            call.signal,
          ),
        };
      },
    },
    {
      method: 'POST',
      path: '/v1/settings',
      cost: 'talk',
      handle: async (call) => ({ json: await applyLive(parse(liveSettingsRequestSchema, call).changes, call.signal) }),
    },
    {
      method: 'POST',
      path: '/v1/expect-stop',
      cost: 'talk',
      async handle() {
        options.expectStop();
        return done;
      },
    },
    {
      method: 'POST',
      path: '/v1/save',
      cost: 'heavy',
      async handle({ signal }) {
        await session.save(signal);
        return done;
      },
    },
    {
      method: 'POST',
      path: '/v1/quiesce',
      cost: 'heavy',
      async handle(call) {
        const { leaseSeconds, lease } = parse(quiesceRequestSchema, call);
        return { json: await quiesce.hold(leaseSeconds * 1000, lease, call.signal) };
      },
    },
    {
      method: 'DELETE',
      path: '/v1/quiesce',
      cost: 'heavy',
      async handle() {
        await quiesce.release();
        return done;
      },
    },
    { method: 'GET', path: '/v1/players/lists', cost: 'heavy', handle: async ({ signal }) => ({ json: await lists(signal) }) },
    { method: 'GET', path: '/v1/players', cost: 'heavy', handle: async ({ signal }) => ({ json: await askPlayers(signal) }) },
    {
      method: 'GET',
      path: '/v1/metrics',
      cost: 'heavy',
      handle: async ({ signal }) => ({ text: await metrics(signal), contentType: 'text/plain; version=0.0.4; charset=utf-8' }),
    },
  ];
}

function parse<Schema extends z.ZodType>(schema: Schema, { body }: Call): z.output<Schema> {
  const parsed = schema.safeParse(body ?? {});
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new HttpError(400, 'BadRequest', `${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'invalid'}`);
}

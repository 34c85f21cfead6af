import type { ConnectionTarget, OpenConnection } from '@gse/sdk';
import { A2sError } from '../errors.ts';
import type { A2sClient, A2sOptions } from './client.ts';
import { exchange } from './exchange.ts';
import { isShip, readInfo } from './info.ts';
import type { Question, Reply } from './messages.ts';
import { readPlayers } from './players.ts';
import { readRules } from './rules.ts';

const DEFAULT_TIMEOUT_MS = 3000;
/** How long an answer stands for the next question of the same kind. */
const MAX_AGE_MS = 1000;
const MAX_WAITING = 256;

/** A client for the queries at `target`. Every question has a socket of its own; closing ends those under way. */
export function openA2s({ host, port }: Pick<ConnectionTarget, 'host' | 'port'>): OpenConnection<A2sClient> {
  const closed = Promise.withResolvers<undefined>();
  const closing = new AbortController();
  const answers = new Map<Question, { readonly value: unknown; readonly at: number }>();
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();
  let appId: number | undefined;

  async function ask<Value>(question: Question, read: (reply: Reply) => Value, options: A2sOptions): Promise<Value> {
    const { timeoutMs = DEFAULT_TIMEOUT_MS, maxAgeMs = MAX_AGE_MS, signal } = options;
    const answer = answers.get(question);
    if (answer !== undefined && performance.now() - answer.at < maxAgeMs) return answer.value as Value;
    const value = read(await exchange({ host, port }, { question, timeoutMs, signal, closed: closing.signal }));
    answers.set(question, { value, at: performance.now() });
    return value;
  }

  async function inTurn<Value>(question: Question, read: (reply: Reply) => Value, options: A2sOptions): Promise<Value> {
    if (waiting >= MAX_WAITING)
      throw new A2sError('timeout', `${MAX_WAITING} questions already wait for the server to answer. Ask again when it keeps up.`);
    waiting += 1;
    const turn = last.then(() => ask(question, read, options));
    last = turn.catch(() => undefined);
    try {
      return await unlessAborted(turn, options.signal);
    } finally {
      waiting -= 1;
    }
  }

  return {
    client: {
      async info(options) {
        const info = await inTurn('info', readInfo, options);
        appId = info.appId;
        return info;
      },
      players: (options) => inTurn('players', ({ body }) => readPlayers(body, { isShip: isShip(appId) }), options),
      rules: (options) => inTurn('rules', ({ body }) => readRules(body), options),
    },
    closed: closed.promise,
    async close() {
      closing.abort();
      closed.resolve(undefined);
    },
  };
}

/** Who waits behind others may still give up; the exchange itself looks at the signal before it sends anything. */
async function unlessAborted<Value>(turn: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const { promise, reject } = Promise.withResolvers<never>();
  const giveUp = (): void => reject(new A2sError('aborted', 'The question was given up.', { cause: signal.reason }));
  if (signal.aborted) giveUp();
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    return await Promise.race([turn, promise]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}

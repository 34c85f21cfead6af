import type {
  AnyContext,
  AnyGame,
  GameLog,
  MetricSample,
  ModerationAct,
  ModerationResult,
  PlayerListName,
  PlayerListResult,
  PlayersResult,
  ProbeResult,
} from '@gse/sdk';
import type { Clock } from './clock.ts';
import { clientOf } from './connection/client.ts';
import { ManagedConnection } from './connection/managed.ts';
import { deadlinesOf } from './deadlines.ts';
import { GameCallError } from './errors.ts';
import { failureOf } from './failure.ts';
import { CallScope } from './scope.ts';

/** What a session needs of its surroundings. */
export interface SessionOptions {
  readonly game: AnyGame;
  /** Where a port of the adapter is reached, by its name. */
  resolve(port: string): { readonly host: string; readonly port: number };
  /** Current value of a declared secret; asked at every opening. */
  secret(id: string): string | undefined;
  /** Settings the running game has. */
  settings(): Readonly<Record<string, unknown>>;
  readonly log: GameLog;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  random(): number;
  /** Called when an open connection ended by itself: the game may just have gone. */
  onConnectionLost?(connection: string): void;
}

/** What came of asking the game how it is; a failed question is an answer, too. */
export type ProbeOutcome = ProbeResult | { readonly state: 'failed'; readonly failure: GameCallError };

/** What an act of moderation is about. */
interface ModerationTarget {
  readonly player: string;
  readonly reason?: string;
  readonly text?: string;
}

/**
 * One game, spoken to through its adapter. Every call has the platform's deadline and takes a signal; what fails rejects
 * with {@link GameCallError}, whose reason can be shown.
 */
export interface Session {
  /** Never rejects. */
  probe(signal?: AbortSignal): Promise<ProbeOutcome>;
  /** Never rejects: what could not be asked is not known. */
  players(signal?: AbortSignal): Promise<PlayersResult>;
  command(line: string, signal?: AbortSignal): Promise<string>;
  announce(message: string, signal?: AbortSignal): Promise<void>;
  moderate(act: ModerationAct, target: ModerationTarget, signal?: AbortSignal): Promise<ModerationResult>;
  /** Never rejects: a list that could not be asked for is not known. */
  playerList(list: PlayerListName, signal?: AbortSignal): Promise<PlayerListResult>;
  /** Returns when the world is on disk. */
  save(signal?: AbortSignal): Promise<void>;
  /** Holds the game's files still until disposed. Disposing tries again and rejects when the game could not be told. */
  quiesce(signal?: AbortSignal): Promise<AsyncDisposable>;
  /** Asks the game to leave; returns when it was told, not when it is gone. */
  stop(signal?: AbortSignal): Promise<void>;
  applyLive(changes: Readonly<Record<string, unknown>>, signal?: AbortSignal): Promise<void>;
  /** The game's own figures; none where it has none. */
  metrics(signal?: AbortSignal): Promise<readonly MetricSample[]>;
  /** True while a save or the like is under way, during which games are silent. */
  readonly isBusy: boolean;
  /** Forgets the pauses of failed connections: something says that the game may answer now. */
  retryNow(): void;
  close(): Promise<void>;
}

const releaseAttempts = 3;

/** Opens a session: nothing is sent before the first call. */
export function createSession(options: SessionOptions): Session {
  const { game, clock, log } = options;
  const deadlines = deadlinesOf(game);
  const connections = new Map(
    Object.entries(game.connections).map(
      ([name, spec]) =>
        [
          name,
          new ManagedConnection(name, spec, {
            resolve: options.resolve.bind(options),
            secret: options.secret.bind(options),
            clock,
            random: options.random.bind(options),
            ...(options.onConnectionLost ? { onLost: options.onConnectionLost.bind(options) } : {}),
          }),
        ] as const,
    ),
  );
  let busy = 0;

  function contextOf(scope: CallScope): AnyContext {
    const clients = Object.fromEntries([...connections].map(([name, connection]) => [name, clientOf(connection, scope)]));
    // The adapter's own types are forgotten by `defineGame`; what is declared is what is handed in.
    return { ...clients, settings: options.settings(), log, signal: scope.signal };
  }

  async function call<Result>(
    what: string,
    deadlineMs: number,
    outer: AbortSignal | undefined,
    work: (context: AnyContext) => Promise<Result>,
    scope = new CallScope(clock),
  ): Promise<Result> {
    try {
      return await scope.run(deadlineMs, outer, async () => work(contextOf(scope)));
    } catch (error) {
      throw failureOf(error, { game, what, deadlineMs, isPastDeadline: scope.isPastDeadline, origin: scope.originOf(error) });
    }
  }

  async function whileBusy<Result>(work: () => Promise<Result>): Promise<Result> {
    busy++;
    try {
      return await work();
    } finally {
      busy--;
    }
  }

  const unsupported = (what: string): GameCallError =>
    new GameCallError('unsupported', { code: 'NotSupported', message: `${game.title} has no way to ${what}.` });

  async function release(hold: AsyncDisposable, scope: CallScope): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await scope.run(deadlines.release, undefined, async () => hold[Symbol.asyncDispose]());
      } catch (error) {
        if (attempt < releaseAttempts) continue;
        throw failureOf(error, {
          game,
          what: 'write its files again',
          deadlineMs: deadlines.release,
          isPastDeadline: scope.isPastDeadline,
          origin: scope.originOf(error),
        });
      }
    }
  }

  return {
    async probe(signal) {
      try {
        return await call('say how it is', deadlines.probe, signal, (context) => game.probe(context));
      } catch (error) {
        return { state: 'failed', failure: error as GameCallError };
      }
    },
    async players(signal) {
      try {
        return await call('say who is on', deadlines.players, signal, (context) => game.players(context));
      } catch (error) {
        return { known: false, reason: (error as GameCallError).reason.message };
      }
    },
    command: (line, signal) => call('run the command', deadlines.command, signal, (context) => game.command(context, line)),
    announce: (message, signal) => call('show the message', deadlines.announce, signal, (context) => game.announce(context, message)),
    async moderate(act, { player, reason, text }, signal) {
      const moderation = game.moderation;
      const words = reason === undefined ? {} : { reason };
      if (act === 'message') {
        if (!moderation?.message) throw unsupported('message a player');
        const message = moderation.message;
        return call('message the player', deadlines.moderate, signal, (context) => message(context, { player, text: text ?? '' }));
      }
      const perform = moderation?.[act];
      if (!perform) throw unsupported(`${act} a player`);
      return call(`${act} the player`, deadlines.moderate, signal, (context) => perform(context, { player, ...words }));
    },
    async playerList(list, signal) {
      const read = game.playerLists?.[list];
      if (!read) return { known: false, reason: unsupported('tell this list').reason.message };
      try {
        return await call('tell its lists of players', deadlines.moderate, signal, (context) => read(context));
      } catch (error) {
        return { known: false, reason: (error as GameCallError).reason.message };
      }
    },
    save: (signal) => whileBusy(() => call('save the world', deadlines.save, signal, (context) => game.save(context))),
    async quiesce(signal) {
      const quiesce = game.quiesce;
      if (!quiesce) throw unsupported('hold its files still');
      // One scope for holding and releasing: the adapter's release uses the context it was given when it began to hold.
      const scope = new CallScope(clock);
      const hold = await whileBusy(() => call('hold its files still', deadlines.quiesce, signal, (context) => quiesce(context), scope));
      return { [Symbol.asyncDispose]: () => release(hold, scope) };
    },
    stop: (signal) => whileBusy(() => call('stop', deadlines.stop, signal, (context) => game.stop(context))),
    async applyLive(changes, signal) {
      const applyLive = game.applyLive;
      if (!applyLive) throw unsupported('change settings while it runs');
      return call('take the changed settings', deadlines.applyLive, signal, (context) => applyLive(context, changes));
    },
    async metrics(signal) {
      const metrics = game.metrics;
      return metrics ? call('tell its figures', deadlines.metrics, signal, (context) => metrics(context)) : [];
    },
    get isBusy() {
      return busy > 0;
    },
    retryNow() {
      for (const connection of connections.values()) connection.retryNow();
    },
    async close() {
      await Promise.all([...connections.values()].map((connection) => connection.close()));
    },
  };
}

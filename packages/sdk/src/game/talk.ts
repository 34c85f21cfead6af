import type { ClientOf } from './connection.ts';

/** A position in the log; waiting starts after it, so that nothing written in between is missed. */
export interface LogMark {
  readonly line: number;
}

/** The game's log as the adapter may use it: it never reads files itself. */
export interface GameLog {
  mark(): LogMark;
  /** Resolves with the first line after `mark` that matches; rejects when the signal aborts. */
  waitFor(pattern: RegExp, options: { after: LogMark; signal: AbortSignal }): Promise<RegExpMatchArray>;
  /** The last lines, oldest first, colour codes stripped; at most 500. */
  recent(count: number): readonly string[];
}

/** What every talking function gets: the declared connections by name, the log, and the signal of its deadline. */
export type TalkContext<Settings, Connections> = {
  readonly [Name in keyof Connections]: ClientOf<Connections[Name]>;
} & {
  readonly settings: Settings;
  readonly log: GameLog;
  /** Aborts at the platform's deadline for this call. Pass it on to every client call. */
  readonly signal: AbortSignal;
};

/** What the game says of itself. */
export type ProbeResult =
  | { readonly state: 'healthy'; readonly version?: string; readonly degraded?: string }
  | { readonly state: 'starting'; readonly progress?: string }
  | { readonly state: 'unresponsive'; readonly reason: string };

/** One player as the game identifies them. */
export interface Player {
  readonly name: string;
  /** Stable identity where the game has one, such as a UUID. */
  readonly id?: string;
}

/** Who is on the server. Only an answer of the game makes zero. */
export type PlayersResult =
  | { readonly known: false; readonly reason: string }
  | { readonly known: true; readonly online: number; readonly max: number; readonly names?: readonly Player[] };

/** What came of an act of moderation, in the game's words. `done: false` is an answer, not an error. */
export interface ModerationResult {
  readonly done: boolean;
  readonly message: string;
}

/** One measured value, named as Prometheus names are: unit at the end, no prefix. */
export interface MetricSample {
  readonly name: string;
  readonly value: number;
  readonly help: string;
}

type Act<Context, Request> = (context: Context, request: Request) => Promise<ModerationResult>;

/** Acts on players, each present only where the game has it. */
export interface Moderation<Context> {
  readonly kick?: Act<Context, { player: string; reason?: string }>;
  readonly ban?: Act<Context, { player: string; reason?: string }>;
  readonly unban?: Act<Context, { player: string }>;
  /** Puts a player on the list of those who may join. */
  readonly allow?: Act<Context, { player: string }>;
  readonly disallow?: Act<Context, { player: string }>;
  readonly promote?: Act<Context, { player: string }>;
  readonly demote?: Act<Context, { player: string }>;
  readonly message?: Act<Context, { player: string; text: string }>;
}
/** Names of the acts of moderation. */
export type ModerationAct = keyof Moderation<unknown>;

/** One player on a list that the game keeps. */
export interface ListedPlayer {
  readonly name: string;
  /** Why, where the game keeps it. */
  readonly reason?: string;
  /** Since when, where the game tells it. */
  readonly since?: Date;
}

/** What the game says of a list. Only an answer of the game makes an empty one. */
export type PlayerListResult =
  | { readonly known: false; readonly reason: string }
  | {
      readonly known: true;
      readonly players: readonly ListedPlayer[];
      /** Entries that are there beyond these, but cannot be told apart in what the game prints. */
      readonly unreadable?: number;
    };

/** Lists that the game keeps and can be asked for while it runs, each present only where that is so. */
export interface PlayerLists<Context> {
  /** Who may not come in. */
  readonly banned?: (context: Context) => Promise<PlayerListResult>;
  /** Who may come in while only those on the list may. */
  readonly allowed?: (context: Context) => Promise<PlayerListResult>;
  /** Who is an administrator. */
  readonly admins?: (context: Context) => Promise<PlayerListResult>;
}
/** Names of the lists. */
export type PlayerListName = keyof PlayerLists<unknown>;

/** Line formats of the game's log, each with named groups. */
export interface LogPatterns {
  /** Log file inside the data volume, which the agent follows. */
  readonly file: string;
  readonly ready: RegExp;
  /** Groups: name. */
  readonly joined?: RegExp;
  /** Groups: name. */
  readonly left?: RegExp;
  /** Groups: name, text. */
  readonly chat?: RegExp;
  /** Text about progress while starting; group: progress. */
  readonly progress?: RegExp;
  /**
   * Whole lines with which the game notes each question of the platform, where it cannot be told not to. Nobody is shown them, so
   * they must not match anything that players say or people order.
   */
  readonly noise?: RegExp;
}

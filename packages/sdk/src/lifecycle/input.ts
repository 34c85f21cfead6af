import type { Endpoint, GameOperationSpec, GameOperationStatus, GameServerSpec, GameServerStatus, Health, Reason } from '@gse/resources';
import type { AnyGame } from '../game/definition.ts';
import type { Applied, PlanResult } from '../plan/plan.ts';

/** How a container came to its end. */
export interface End {
  readonly exitCode: number;
  readonly oomKilled: boolean;
  /** Why the container could not even be started, in the platform's words; absent for a game that ran. */
  readonly problem?: string;
  /** The machine beneath went away and came back: no fault of the game, which the node starts again in place. */
  readonly byNode?: boolean;
  /** Milliseconds since the epoch, as all times here. */
  readonly finishedAt: number;
}

/** The server's pod, reduced to what decisions need. */
export interface ObservedPod {
  readonly uid: string;
  readonly deleting: boolean;
  /** When it is to be gone at the latest, its grace period included; absent unless it is being deleted. */
  readonly goneBy?: number;
  readonly scheduled: boolean;
  /** Name of the node it runs on. */
  readonly node?: string;
  /** Why it does not come up, in the platform's words, such as a pull that fails. */
  readonly trouble?: { readonly code: string; readonly message: string };
  /** What goes on before the game starts, such as a pull with its progress. */
  readonly preparing?: string;
  readonly game: { readonly state: 'waiting' } | { readonly state: 'running'; readonly startedAt: number } | { readonly state: 'ended' };
  /** How often the game process has ended in this pod. */
  readonly ends: number;
  readonly lastEnd?: End;
  readonly applied?: Applied;
  /** What the pod would be started with today; absent where that is not known. */
  readonly wanted?: Applied;
}

/** What the agent heard from the game. */
export interface ObservedAgent {
  readonly podUid: string;
  readonly receivedAt: number;
  readonly health: Health;
  readonly everHealthy: boolean;
  readonly healthySince?: number;
  readonly reason?: Reason;
  readonly progress?: string;
  readonly version?: string;
  readonly players:
    | { readonly known: false; readonly reason: string }
    | { readonly known: true; readonly online: number; readonly max: number; readonly names?: readonly string[] };
  /** Settings the game has now: as prepared, and as told live since. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly diagnosis?: { readonly id: string; readonly lines: readonly string[] };
  /** No real game runs: the adapter's simulator answers. */
  readonly simulated: boolean;
}

/** Last log lines of a game that ended, collected for one end of one pod. */
export interface Evidence {
  /** `<podUid>/<ends>`, see `crashKey`. */
  readonly key: string;
  readonly lines: readonly string[];
}

/** What is there, each part absent when it is not known. */
export interface Observed {
  readonly pod?: ObservedPod;
  readonly agent?: ObservedAgent;
  readonly evidence?: Evidence;
  readonly network: {
    readonly state: 'Waiting' | 'Ready' | 'Degraded';
    readonly message?: string;
    readonly endpoints: readonly Endpoint[];
    /** Why players cannot reach a server that runs, with the way out. */
    readonly reason?: Reason;
  };
  /** Why what a server consists of cannot be made or changed, in the platform's words: a quota, a policy, a name that is taken. */
  readonly trouble?: Reason;
  /** What of the wished volume is not so (yet): it grows, or cannot. */
  readonly storage?: { readonly code: string; readonly message: string };
}

/** An open journal entry of this server. */
export interface OpenOperation {
  readonly name: string;
  readonly createdAt: number;
  readonly spec: GameOperationSpec;
  readonly status: GameOperationStatus;
}

/** Everything `decide` may look at. It has no clock, no randomness and no I/O of its own. */
export interface DecideInput {
  readonly now: number;
  readonly server: { readonly name: string; readonly uid: string; readonly generation: number; readonly deleting: boolean };
  readonly spec: GameServerSpec;
  /** Absent when no adapter has this id. */
  readonly game: AnyGame | undefined;
  readonly plan: PlanResult | undefined;
  readonly observed: Observed;
  readonly previous: GameServerStatus;
  /** Open operations, oldest first. */
  readonly operations: readonly OpenOperation[];
  /** Names that the next operations cannot have, because others have them: anybody may name theirs as they like. */
  readonly taken?: ReadonlySet<string>;
}

/** A change to the journal. */
export type JournalChange =
  | { readonly kind: 'open'; readonly name: string; readonly spec: GameOperationSpec; readonly status: GameOperationStatus }
  | { readonly kind: 'update'; readonly name: string; readonly status: GameOperationStatus };

/** Something to be done outside. Idempotent: doing it twice, or again after a crash, does no harm. */
export type Effect =
  | {
      readonly kind: 'announce';
      /** The same for the same warning of the same moment, whatever time is left when it is said: whoever gives it gives it once. */
      readonly key: string;
      readonly operation: string;
      readonly message: string;
      readonly disruptsAt: number;
      readonly secondsBefore: number;
    }
  | { readonly kind: 'collectEvidence'; readonly key: string; readonly podUid: string; readonly previous: boolean }
  | { readonly kind: 'applyLive'; readonly key: string; readonly changes: Readonly<Record<string, unknown>> }
  | { readonly kind: 'event'; readonly key: string; readonly type: 'Normal' | 'Warning'; readonly reason: string; readonly message: string }
  /** Takes the pod away with a shorter grace period than its own. */
  | { readonly kind: 'hurry'; readonly key: string; readonly podUid: string; readonly graceSeconds: number }
  /** Tells the agent that the stop which follows is ours, so that it does not warn players who have had their notice. */
  | { readonly kind: 'expectStop'; readonly key: string }
  | { readonly kind: 'release'; readonly key: string };

/**
 * What to do next. To be carried out in this order, so that a crash in between loses nothing: effects; journal entries that
 * stay open; the status; journal entries that end. An entry is closed last, because what its end means for the server
 * (a declined wish, a loop given up) stands in the status.
 */
export interface Decision {
  readonly status: GameServerStatus;
  readonly journal: readonly JournalChange[];
  readonly effects: readonly Effect[];
  /** When to look again although nothing changed; absent: only when something changes. */
  readonly requeueAfterMs?: number;
}

/** The crash record as the status keeps it. */
export type CrashRecord = NonNullable<GameServerStatus['crash']>;

import type { Reason } from '@gse/resources';
import type { DecideInput, Effect } from './input.ts';
import type { CrashRecord, OpenOperation } from './input.ts';

/** How far a step has come at this look. */
export type Progress =
  | { readonly kind: 'done'; readonly message?: string }
  /** Look again at `until`, or when something changes. */
  | { readonly kind: 'wait'; readonly message: string; readonly until?: number; readonly reason?: Reason }
  | { readonly kind: 'failed'; readonly reason: Reason }
  /** All is well already: the steps that follow are not needed. */
  | { readonly kind: 'over'; readonly message: string }
  /** Begin again at an earlier step. */
  | { readonly kind: 'back'; readonly to: string; readonly message: string };

/** What a step may see and change while it looks. */
export interface StepContext {
  readonly input: DecideInput;
  /** The journal entry; steps write their own notes into its status. */
  readonly operation: Draft<OpenOperation>;
  /** Verb of the operation for messages to players: `restarts`. */
  readonly verb: string;
  /** When the step under way began. */
  readonly stepStartedAt: number;
  /** The actuator: whether a pod is to exist. */
  replicas: 0 | 1 | undefined;
  crash: CrashRecord | undefined;
  effect(effect: Effect): void;
}

/** An operation whose status is being written. */
export type Draft<T extends OpenOperation> = Omit<T, 'status'> & { status: { -readonly [K in keyof T['status']]: T['status'][K] } };

/**
 * One step of an operation. `look` is called again and again until it is done: it says what is to be true, never waits, and
 * may be called any number of times, by this operator or the next one.
 */
export interface Step {
  readonly name: string;
  /** For people, in the present tense: `Warning players`. */
  readonly title: string;
  /** From here on players notice: no skip, no postponing, no cancelling. */
  readonly disrupts: boolean;
  readonly look: (context: StepContext) => Progress;
  /** Longest duration of the step; absent where the step ends by its own time. */
  readonly deadlineMs?: (context: StepContext) => number;
  /** What it means when the deadline passes. */
  readonly onDeadline?: (context: StepContext) => Progress;
}

/** One kind of operation: its steps, read from top to bottom. */
export interface OperationTable {
  /** Verb for messages to players: `restarts`. */
  readonly verb: string;
  /** Noun for messages to players: `Restart`. */
  readonly noun: string;
  readonly steps: readonly Step[];
}

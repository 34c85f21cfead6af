import type { Health, Reason } from '@gse/resources';
import type { ProbeOutcome } from '../session.ts';

/** What is normal for the game, as far as its health is concerned. */
export interface HealthRules {
  readonly startSeconds: number;
  /** Failures in a row, after it had been healthy, that make it Unresponsive. */
  readonly failures: number;
}

/** The health of one run of the game, and what it follows from. Times are milliseconds since the epoch. */
export interface HealthState {
  readonly health: Health;
  /** Why it is not plainly Healthy. */
  readonly reason?: Reason;
  readonly progress?: string;
  /** As the game reports it. */
  readonly version?: string;
  /** When the first sign of this run was seen; absent before: its image may still be on its way, which is no part of the start budget. */
  readonly startedAt?: number;
  /** When it first answered over its own protocol, whatever it answered. */
  readonly firstHealthyAt?: number;
  /** Since when it answers without a break. */
  readonly healthySince?: number;
  /** Failed probes in a row. */
  readonly failures: number;
}

type Unhealthy = Exclude<ProbeOutcome, { state: 'healthy' }>;

/** What may change the health. */
export type HealthEvent =
  | {
      readonly type: 'probed';
      readonly outcome: ProbeOutcome;
      /** The game was saving or the like, during which games are silent. */ readonly isBusy?: boolean;
    }
  /** The log tells how far the start is. */
  | { readonly type: 'progressed'; readonly progress: string }
  /** The process of this run is gone. */
  | { readonly type: 'gone' }
  /** The first sign of another run. */
  | { readonly type: 'started' };

/** A run that has not been asked yet; with what an earlier agent knew of it. */
export function newRun(known: Pick<HealthState, 'startedAt' | 'firstHealthyAt'> = {}): HealthState {
  return { health: 'Unknown', ...known, failures: 0 };
}

/** The health after an event. Pure; the rules are the table in the test beside it. */
export function nextHealth(state: HealthState, event: HealthEvent, rules: HealthRules, now: number): HealthState {
  switch (event.type) {
    case 'started':
      return newRun({ startedAt: now });
    case 'gone':
      return {
        ...newRun(),
        reason: { code: 'GameGone', message: 'The game no longer listens; its process has ended or is about to.' },
      };
    case 'progressed':
      return state.firstHealthyAt === undefined ? { ...state, progress: event.progress } : state;
    case 'probed':
      return probed(state, event, rules, now);
  }
}

function probed(state: HealthState, event: Extract<HealthEvent, { type: 'probed' }>, rules: HealthRules, now: number): HealthState {
  const { outcome } = event;
  if (outcome.state === 'healthy') return answered(state, outcome, now);
  if (outcome.state === 'failed' && outcome.failure.kind === 'auth') return rejected(state, outcome.failure.reason, now);
  if (state.firstHealthyAt === undefined) return starting(state, outcome, rules, now);
  if (outcome.state === 'starting') return { ...kept(state), health: 'Starting', startedAt: now, failures: 0, ...progressOf(outcome) };
  if (event.isBusy) return state;

  const failures = state.failures + 1;
  if (failures < rules.failures) return { ...state, failures };
  const { healthySince: _, ...rest } = state;
  return { ...rest, failures, health: 'Unresponsive', reason: trouble(outcome) };
}

function answered(state: HealthState, outcome: Extract<ProbeOutcome, { state: 'healthy' }>, now: number): HealthState {
  const version = outcome.version ?? state.version;
  return {
    health: outcome.degraded === undefined ? 'Healthy' : 'Degraded',
    ...(outcome.degraded === undefined ? {} : { reason: { code: 'GameDegraded', message: outcome.degraded } }),
    ...(version === undefined ? {} : { version }),
    startedAt: state.startedAt ?? now,
    firstHealthyAt: state.firstHealthyAt ?? now,
    healthySince: state.healthySince ?? now,
    failures: 0,
  };
}

/** The game is there and refuses to be managed: players may well be on, so it is neither silence nor a start. */
function rejected(state: HealthState, reason: Reason, now: number): HealthState {
  const { progress: _, ...rest } = state;
  return {
    ...rest,
    startedAt: state.startedAt ?? now,
    firstHealthyAt: state.firstHealthyAt ?? now,
    failures: 0,
    health: 'Degraded',
    reason,
  };
}

/** Inside its budget a start is left alone, whatever the probe says; afterwards it is called what it is, and still left alone. */
function starting(state: HealthState, outcome: Unhealthy, rules: HealthRules, now: number): HealthState {
  const { reason: _, ...rest } = state;
  const next: HealthState = { ...rest, health: 'Starting', failures: state.failures + 1, ...progressOf(outcome) };
  if (state.startedAt === undefined || now - state.startedAt <= rules.startSeconds * 1000) return next;
  const last = outcome.state === 'starting' ? undefined : trouble(outcome);
  return {
    ...next,
    reason: {
      code: 'StartBudgetExceeded',
      message: `The game is not ready yet, although ${rules.startSeconds} seconds are enough as a rule.${last ? ` ${last.message}` : ''}`,
      ...(last?.evidence ? { evidence: last.evidence } : {}),
    },
  };
}

function trouble(outcome: Exclude<Unhealthy, { state: 'starting' }>): Reason {
  return outcome.state === 'failed' ? outcome.failure.reason : { code: 'GameNotAnswering', message: outcome.reason };
}

function progressOf(outcome: ProbeOutcome): { progress?: string } {
  return outcome.state === 'starting' && outcome.progress !== undefined ? { progress: outcome.progress } : {};
}

/** What a game that starts over in the same process takes along. */
function kept(state: HealthState): Pick<HealthState, 'version'> {
  return state.version === undefined ? {} : { version: state.version };
}

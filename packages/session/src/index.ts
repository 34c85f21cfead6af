// A game spoken to through its adapter.
export { createSession } from './session.ts';
export type { ModerationTarget, ProbeOutcome, Session, SessionOptions } from './session.ts';
export { deadlinesOf } from './deadlines.ts';
export type { Deadlines } from './deadlines.ts';
export { FileOutsideError, GameCallError } from './errors.ts';
export type { CallFailureKind } from './errors.ts';

// What the answers mean for its health.
export { newRun, nextHealth } from './health/health.ts';
export type { HealthEvent, HealthRules, HealthState } from './health/health.ts';

// Its log.
export { LogBuffer } from './log/buffer.ts';
export type { LogBufferOptions, LogLine } from './log/buffer.ts';
export { logReader } from './log/events.ts';
export type { LogDiagnosis, LogListener } from './log/events.ts';
export { LogFollower } from './log/follower.ts';
export type { LogFollowerOptions, LogPosition } from './log/follower.ts';
export { openInside } from './files/open-inside.ts';
export { TokenBucket } from './token-bucket.ts';

// Time as an argument.
export { delay, systemClock } from './clock.ts';
export type { Clock } from './clock.ts';

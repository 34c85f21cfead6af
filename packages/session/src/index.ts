// A game spoken to through its adapter.
export { createSession } from './session.ts';
export type { ProbeOutcome, Session, SessionOptions } from './session.ts';
export { GameCallError } from './errors.ts';
export type { CallFailureKind } from './errors.ts';

// What the answers mean for its health.
export { newRun, nextHealth } from './health/health.ts';
export type { HealthEvent, HealthState } from './health/health.ts';

// Its log.
export { LogBuffer } from './log/buffer.ts';
export type { LogLine } from './log/buffer.ts';
export { logReader } from './log/events.ts';
export type { LogDiagnosis } from './log/events.ts';
export { LogFollower } from './log/follower.ts';
export type { LogPosition } from './log/follower.ts';
export { TokenBucket } from './token-bucket.ts';

// Its files.
export { openInside } from './files/open-inside.ts';
export { applyManagedFile } from './files/managed-file.ts';
export { writeAtomically } from './files/write-atomically.ts';
export type { FileOwner } from './files/write-atomically.ts';

// Time as an argument.
export { delay, systemClock } from './clock.ts';
export type { Clock } from './clock.ts';

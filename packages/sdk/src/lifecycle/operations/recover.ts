import type { OperationTable } from '../step.ts';
import { backoff, evidence } from '../steps/recovery.ts';
import { start, verify } from '../steps/start.ts';
import { clear } from '../steps/stop.ts';

/** Brings a crashed game back: keep what it said last, clear up, wait longer each time, start from a clean pod. */
export const recoverOperation: OperationTable = { verb: 'recovers', noun: 'Recovery', steps: [evidence, clear, backoff, start, verify] };

import type { OperationTable } from '../step.ts';
import { start, verify } from '../steps/start.ts';

/** Brings a server up that is wished to run. Nobody is there to be disturbed, so it begins at once. */
export const startOperation: OperationTable = { verb: 'starts', noun: 'Start', steps: [start, verify] };

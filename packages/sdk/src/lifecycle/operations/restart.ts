import type { OperationTable } from '../step.ts';
import { countdown } from '../steps/countdown.ts';
import { start, verify } from '../steps/start.ts';
import { stop } from '../steps/stop.ts';
import { wait } from '../steps/wait.ts';

/** Stops and starts again; what is staged takes effect, because the new pod is made from the current wish. */
export const restartOperation: OperationTable = { verb: 'restarts', noun: 'Restart', steps: [wait, countdown, stop, start, verify] };

import type { OperationTable } from '../step.ts';
import { countdown } from '../steps/countdown.ts';
import { stop } from '../steps/stop.ts';
import { wait } from '../steps/wait.ts';

/** Takes a server down that is wished to be stopped, suspended or deleted. */
export const stopOperation: OperationTable = { verb: 'stops', noun: 'Stop', steps: [wait, countdown, stop] };

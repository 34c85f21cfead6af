import type { OperationType } from '@gse/resources';
import type { OperationTable } from '../step.ts';
import { recoverOperation } from './recover.ts';
import { restartOperation } from './restart.ts';
import { startOperation } from './start.ts';
import { stopOperation } from './stop.ts';

const tables: Readonly<Record<OperationType, OperationTable>> = {
  start: startOperation,
  stop: stopOperation,
  restart: restartOperation,
  recover: recoverOperation,
};

/** The steps of a kind of operation, in order: the same table runs in the operator and is drawn by the pages. */
export function operationTable(type: OperationType): OperationTable {
  return tables[type];
}

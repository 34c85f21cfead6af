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

/** What only another edition carries out has no steps here. Its noun is for players whom that one has warned. */
const unknownOperation: OperationTable = { verb: 'changes', noun: 'Interruption', steps: [] };

/** False of a type that this edition has no table for, as when the CRDs are newer than the operator. */
export function isKnownOperation(type: string): boolean {
  return Object.hasOwn(tables, type);
}

/** The steps of a kind of operation, in order: the same table runs in the operator and is drawn by the pages. None of an unknown kind. */
export function operationTable(type: OperationType): OperationTable {
  return isKnownOperation(type) ? tables[type] : unknownOperation;
}

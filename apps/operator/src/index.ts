// The operator, to be run in a process of its own or inside another.
export { createOperator } from './operator.ts';
export type { Operator, OperatorOptions } from './operator.ts';

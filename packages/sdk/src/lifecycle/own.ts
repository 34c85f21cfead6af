import type { OpenOperation } from './input.ts';

/**
 * True of an operation that the operator opened because it owed it. Whoever orders may write a generation, too; the operator's
 * name is what admission keeps from everybody else.
 */
export function isOwn({ spec }: Pick<OpenOperation, 'spec'>): boolean {
  return spec.generation !== undefined && spec.actor === 'operator';
}

import type { OperationType } from '@gse/resources';
import type { OpenOperation } from './input.ts';

/** What the operator opens by itself; everything else is ordered by people. */
export const OWN_TYPES = ['start', 'stop', 'recover'] as const satisfies readonly OperationType[];

export type OwnType = (typeof OWN_TYPES)[number];

/** Name of the nth operation that the operator opens for a server. */
export function ownName(server: string, type: OperationType, number: number): string {
  return `${server}-${type}-${number}`;
}

/**
 * True of an operation that the operator opened because it owed it. Whoever orders may write a generation, too; the operator's
 * name is what admission keeps from everybody else.
 */
export function isOwn({ spec }: Pick<OpenOperation, 'spec'>): boolean {
  return spec.generation !== undefined && spec.actor === 'operator';
}

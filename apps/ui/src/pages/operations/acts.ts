import type { Operation } from '../../api/types.ts';

/** What can be done to an operation before it disturbs players. */
export type ActKind = 'runNow' | 'postpone' | 'skip' | 'cancel';

/** What can be done to this one now: nothing once players are disturbed, and no more than hastening what must happen. */
export function actsOf({ changeable, mustHappen }: Pick<Operation, 'changeable' | 'mustHappen'>): readonly ActKind[] {
  if (changeable) return ['runNow', 'postpone', 'skip', 'cancel'];
  return mustHappen === undefined ? [] : ['runNow'];
}

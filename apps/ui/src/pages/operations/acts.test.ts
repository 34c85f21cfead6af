import { expect, test } from 'vitest';
import { actsOf } from './acts.ts';

test('what is ahead can be hastened, moved and declined', () => {
  expect(actsOf({ changeable: true })).toEqual(['runNow', 'postpone', 'skip', 'cancel']);
});

test('what must happen can be hastened, and no more', () => {
  expect(actsOf({ changeable: false, mustHappen: 'The provider has suspended this server.' })).toEqual(['runNow']);
});

test('nothing can be done once players are disturbed', () => {
  expect(actsOf({ changeable: false })).toEqual([]);
});

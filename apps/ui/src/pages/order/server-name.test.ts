import { describe, expect, it } from 'vitest';
import { nameProblem, nearestName, suggestedName } from './server-name.ts';

const taken = new Set(['my-world', 'minecraft', 'minecraft-2']);

describe('a name', () => {
  it.each(['a', 'my-world-2', 'x'.repeat(52), 'a--b'])('may be %s', (name) => {
    expect(nameProblem(name, taken)).toBeUndefined();
  });

  it.each(['', 'My-world', '1world', '-a', 'a-', 'wörld', 'a b', 'a.b', 'a_b', 'x'.repeat(53)])(
    'may not be "%s", and the reason is said',
    (name) => {
      expect(nameProblem(name, taken)).toEqual(expect.any(String));
    },
  );

  it('that is taken is said at once', () => {
    expect(nameProblem('my-world', taken)).toContain('my-world');
  });
});

describe('the nearest name', () => {
  it.each([
    ['My World!', 'my-world'],
    ['Wörld №1', 'world-1'],
    ['  99 Ünits ', 'units'],
    [`${'x'.repeat(51)} y`, 'x'.repeat(51)],
    ['***', undefined],
    ['', undefined],
  ])('to "%s" is %s', (typed, name) => {
    expect(nearestName(typed)).toBe(name);
    if (name !== undefined) expect(nameProblem(name, new Set())).toBeUndefined();
  });
});

it('a suggestion is free', () => {
  expect(suggestedName('factorio', taken)).toBe('factorio');
  expect(suggestedName('minecraft', taken)).toBe('minecraft-3');
});

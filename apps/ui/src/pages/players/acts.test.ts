import { expect, test } from 'vitest';
import { actsByName, actsOnOnline, fittingActs } from './acts.ts';

const all = ['kick', 'ban', 'unban', 'allow', 'disallow', 'promote', 'demote', 'message'] as const;

test('only what the game has is offered', () => {
  expect(actsOnOnline(['ban', 'kick'])).toEqual(['kick', 'ban']);
  expect(actsByName(['kick', 'message'], [])).toEqual([]);
});

test('what a list offers is not offered a second time', () => {
  expect(actsByName(all, ['banned', 'admins'])).toEqual(['allow', 'disallow']);
  expect(actsByName(all, [])).toEqual(['ban', 'unban', 'allow', 'disallow', 'promote', 'demote']);
});

test('nobody is made an administrator twice, and where the list is not known both are offered', () => {
  expect(fittingActs(['promote', 'demote', 'kick'], (list) => list === 'admins')).toEqual(['demote', 'kick']);
  expect(fittingActs(['promote', 'demote'], () => undefined)).toEqual(['promote', 'demote']);
});

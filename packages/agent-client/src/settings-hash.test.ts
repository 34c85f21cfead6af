import { expect, test } from 'vitest';
import { settingsHash } from './settings-hash.ts';

test('the order of keys does not matter, everything else does', () => {
  expect(settingsHash({ a: 1, b: { c: [1, 2], d: null } })).toBe(settingsHash({ b: { d: null, c: [1, 2] }, a: 1 }));
  expect(settingsHash({ a: [1, 2] })).not.toBe(settingsHash({ a: [2, 1] }));
  expect(settingsHash({ a: 1 })).not.toBe(settingsHash({ a: '1' }));
  expect(settingsHash({ a: 1, b: undefined })).toBe(settingsHash({ a: 1 }));
});

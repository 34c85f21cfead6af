import { expect, test } from 'vitest';
import { noticeOf, startAddress } from './sign-in-notice.ts';

test.each([
  ['/servers', '', false, undefined],
  ['/servers', '', true, 'ended'],
  ['/sign-in/abc', '', false, 'spent'],
  ['/', '?sign-in=unavailable', false, 'unavailable'],
  ['/', '?sign-in=denied&x=1', false, 'denied'],
  ['/', '?sign-in=<script>', false, undefined],
] as const)('at %s%s the door says what happened (ended: %s): %s', (pathname, search, hasEnded, notice) => {
  expect(noticeOf({ pathname, search }, hasEnded)).toBe(notice);
});

test('signing in leads back to the page one wanted, and never back to the door', () => {
  expect(startAddress('/sign-in/start', { pathname: '/servers/a/b', search: '?tab=1' })).toBe(
    '/sign-in/start?return-to=%2Fservers%2Fa%2Fb%3Ftab%3D1',
  );
  expect(startAddress('/sign-in/start', { pathname: '/servers', search: '?sign-in=denied' })).toBe('/sign-in/start?return-to=%2Fservers');
  for (const pathname of ['/', '/sign-in/abc'])
    expect(startAddress('/sign-in/start', { pathname, search: '?sign-in=slow' })).toBe('/sign-in/start');
});

import { describe, expect, it } from 'vitest';
import { fakeGame } from '../../test/fake-game.ts';
import { announceSeconds, DEFAULT_ANNOUNCE_SECONDS, evictionNoticeSeconds, gracePeriodSeconds, hurriedSeconds } from './budget.ts';

describe('the grace period of a pod', () => {
  it('is what the game needs to save and stop, and a margin', () => {
    expect(gracePeriodSeconds(fakeGame)).toBe(20 + 10 + 15);
  });

  it('has the notice of players on top, where nobody else can have given it', () => {
    expect(gracePeriodSeconds(fakeGame, 60)).toBe(60 + 20 + 10 + 15);
  });
});

describe('the notice of an eviction', () => {
  it.each([
    ['a minute at most', undefined, 60],
    ['as long as the longest warning of the server', { announceSeconds: [10, 30] }, 30],
    ['none where the server warns nobody', { announceSeconds: [] }, 0],
  ])('is %s', (_, policy, seconds) => expect(evictionNoticeSeconds(policy)).toBe(seconds));
});

describe('the warnings before an act', () => {
  it('are those of the operation, else those of the server, else the usual ones', () => {
    expect(announceSeconds({ announceSeconds: [30] }, { announceSeconds: [60] })).toEqual([30]);
    expect(announceSeconds({ onlyWhenEmpty: { deadline: '1h' } }, { announceSeconds: [60] })).toEqual([60]);
    expect(announceSeconds(undefined, undefined)).toEqual(DEFAULT_ANNOUNCE_SECONDS);
  });

  it('are none where somebody wants none', () => {
    expect(announceSeconds({ announceSeconds: [] }, { announceSeconds: [60] })).toEqual([]);
  });

  it('come longest first and each once', () => {
    expect(announceSeconds({ announceSeconds: [10, 60, 10, 300] })).toEqual([300, 60, 10]);
  });
});

describe('of the warnings for an act that somebody waits for', () => {
  it.each([
    ['those that fit are left', [300, 60, 10], [60, 10]],
    ['the longest that fits is left where none of them does', [300, 120], [60]],
    ['none is left where nobody is warned', [], []],
  ])('%s', (_, wished, left) => expect(hurriedSeconds(wished)).toEqual(left));
});

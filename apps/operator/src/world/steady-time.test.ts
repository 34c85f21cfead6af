import { expect, test } from 'vitest';
import { SteadyTime } from './steady-time.ts';

/** A clock whose hands somebody moves. */
function movable() {
  let passed = 0;
  let jumped = 0;
  return {
    now: () => 1_000_000 + passed + jumped,
    elapsed: () => passed,
    after: () => () => undefined,
    pass: (ms: number) => void (passed += ms),
    jump: (ms: number) => void (jumped += ms),
  };
}

test.each([3_600_000, -3_600_000, 40_000])('an act under way goes on evenly while the clock jumps by %i ms', (jump) => {
  const clock = movable();
  const time = new SteadyTime(clock);
  expect(time.look('a/world', true)).toBe(1_000_000);
  clock.pass(10_000);
  clock.jump(jump);
  expect(time.look('a/world', true)).toBe(1_010_000);
  clock.pass(500.7);
  expect(time.now('a/world')).toBe(1_010_500);
});

test('at rest a clock that was put right is believed, and so it is by the next act', () => {
  const clock = movable();
  const time = new SteadyTime(clock);
  time.look('a/world', true);
  clock.jump(60_000);
  expect(time.look('a/world', false)).toBe(1_060_000);
  expect(time.look('a/world', true)).toBe(1_060_000);
});

test('every server has its own', () => {
  const clock = movable();
  const time = new SteadyTime(clock);
  time.look('a/world', true);
  clock.jump(60_000);
  expect(time.look('b/world', true)).toBe(1_060_000);
  time.forget('a/world');
  expect(time.now('a/world')).toBe(1_060_000);
});

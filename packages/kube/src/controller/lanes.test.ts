import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ManualClock } from '../../test/manual-clock.ts';
import { createRateLimiter, WorkQueue } from '../index.ts';
import { Lanes, type Lane } from './lanes.ts';

const all = () => true;

function drain(lanes: Lanes): string[] {
  const keys: string[] = [];
  for (let next = lanes.take(all); next; next = lanes.take(all)) keys.push(next.key);
  return keys;
}

test('a stop comes before a storm of creations, and the storm goes on', () => {
  const lanes = new Lanes();
  for (let n = 0; n < 1000; n++) lanes.add(`shop/server-${n}`, 'normal', 0);
  lanes.add('shop/stop-me', 'urgent', 0);
  expect(lanes.take(all)?.key).toBe('shop/stop-me');
  for (let n = 0; n < 100; n++) lanes.add(`shop/stop-${n}`, 'urgent', 0);
  const next = Array.from({ length: 100 }, () => lanes.take(all)?.lane);
  expect(next.filter((lane) => lane === 'urgent').length).toBeGreaterThanOrEqual(75);
  expect(next.filter((lane) => lane === 'normal').length).toBeGreaterThanOrEqual(15);
});

test('what was there at the start does not hold up what changes', () => {
  const lanes = new Lanes();
  for (let n = 0; n < 5000; n++) lanes.add(`a/old-${n}`, 'background', 0);
  lanes.add('a/new', 'normal', 0);
  const first = Array.from({ length: 3 }, () => lanes.take(all)?.key);
  expect(first).toContain('a/new');
});

test('namespaces take turns', () => {
  const lanes = new Lanes();
  for (const name of ['1', '2', '3']) lanes.add(`big/${name}`, 'normal', 0);
  lanes.add('small/1', 'normal', 0);
  lanes.add('cluster-scoped', 'normal', 0);
  expect(drain(lanes)).toEqual(['big/1', 'small/1', 'cluster-scoped', 'big/2', 'big/3']);
});

test('a waiting key becomes more urgent, never less, and keeps its time', () => {
  const lanes = new Lanes();
  lanes.add('a/1', 'background', 5);
  lanes.add('a/2', 'normal', 6);
  lanes.add('a/1', 'urgent', 7);
  lanes.add('a/1', 'background', 8);
  expect(lanes.size).toBe(2);
  expect(lanes.take(all)).toEqual({ key: 'a/1', lane: 'urgent', since: 5 });
});

test('no key is lost or given twice, and every lane and namespace gets on', () => {
  const lane = fc.constantFrom<Lane>('urgent', 'normal', 'background');
  const add = fc.record({ key: fc.tuple(fc.nat(3), fc.nat(5)).map(([ns, n]) => `ns-${ns}/${n}`), lane });
  fc.assert(
    fc.property(fc.array(add, { maxLength: 80 }), (adds) => {
      const lanes = new Lanes();
      for (const { key, lane: which } of adds) lanes.add(key, which, 0);
      const keys = drain(lanes);
      expect(new Set(keys)).toEqual(new Set(adds.map(({ key }) => key)));
      expect(keys.length).toBe(new Set(keys).size);
      expect(lanes.size).toBe(0);
    }),
    { numRuns: 2000 },
  );
});

test('with every worker busy creating, one is still there for a stop', async () => {
  const urgent = new Set<string>();
  const queue = new WorkQueue({ laneOf: (key) => (urgent.has(key) ? 'urgent' : 'normal'), maxOrdinary: 3 });
  const taken: (string | undefined)[] = [];
  for (let worker = 0; worker < 4; worker++) void queue.take().then((key) => taken.push(key));
  for (const name of ['1', '2', '3', '4', '5']) queue.add(`a/${name}`);
  await Promise.resolve();
  expect(taken).toEqual(['a/1', 'a/2', 'a/3']);
  urgent.add('a/5');
  queue.add('a/5');
  await Promise.resolve();
  expect(taken[3]).toBe('a/5');
  void queue.take().then((key) => taken.push(key));
  queue.done('a/2');
  await Promise.resolve();
  expect(taken[4]).toBe('a/4');
});

test('a clock set forward brings forward what was due by it, one set back delays nothing', async () => {
  const clock = new ManualClock();
  const queue = new WorkQueue({ clock });
  queue.addAfter('a', 3_600_000);
  clock.jump(3_600_000);
  clock.advance(60_000);
  expect(await queue.take()).toBe('a');
  queue.done('a');
  queue.addAfter('b', 120_000);
  clock.jump(-86_400_000);
  clock.advance(120_000);
  expect(await queue.take()).toBe('b');
  queue.done('b');
});

test('after a jump of the clock an earlier turn is not mistaken for a later one', () => {
  const clock = new ManualClock();
  const queue = new WorkQueue({ clock });
  queue.addAfter('a', 600_000);
  clock.jump(-3_600_000);
  queue.addAfter('a', 5000);
  clock.advance(5000);
  expect(queue.depth).toBe(1);
});

test('when everything fails at once, the retries are spread out', () => {
  const clock = new ManualClock();
  const limiter = createRateLimiter({ clock, burst: 10, perSecond: 10 });
  const waits = Array.from({ length: 60 }, (_, n) => limiter.when(`key-${n}`));
  expect(waits.slice(0, 10).every((ms) => ms === 5)).toBe(true);
  expect(waits[59]).toBe(5000);
  clock.advance(60_000);
  expect(limiter.when('other')).toBe(5);
});

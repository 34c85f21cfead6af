import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ManualClock } from '../../test/manual-clock.ts';
import { createRateLimiter, WorkQueue } from '../index.ts';

test('a key waits once, however often it is added', async () => {
  const queue = new WorkQueue();
  queue.add('a');
  queue.add('b');
  queue.add('a');
  expect(queue.depth).toBe(2);
  expect([await queue.take(), await queue.take()]).toEqual(['a', 'b']);
});

test('a key that is added while it is worked on comes back afterwards, and only then', async () => {
  const queue = new WorkQueue();
  queue.add('a');
  await queue.take();
  queue.add('a');
  expect(queue.depth).toBe(0);
  queue.done('a');
  expect(await queue.take()).toBe('a');
  queue.done('a');
  expect(queue.depth).toBe(0);
});

test('a busy key does not starve the others', async () => {
  const queue = new WorkQueue();
  for (const key of ['busy', 'b', 'c']) queue.add(key);
  const order: (string | undefined)[] = [];
  for (let n = 0; n < 6; n++) {
    const key = await queue.take();
    order.push(key);
    if (key === 'busy') queue.add(key);
    queue.done(key ?? '');
  }
  expect(order).toEqual(['busy', 'b', 'c', 'busy', 'busy', 'busy']);
});

test('of several later times the earliest counts', async () => {
  const clock = new ManualClock();
  const queue = new WorkQueue({ clock });
  queue.addAfter('a', 1000);
  queue.addAfter('a', 200);
  queue.addAfter('a', 500);
  expect(clock.nextMs).toBe(200);
  clock.advance(200);
  expect(await queue.take()).toBe('a');
  queue.done('a');
  clock.advance(10_000);
  expect(queue.depth).toBe(0);
});

test('failures of one key double its wait up to the limit, success starts anew, other keys are not concerned', () => {
  const limiter = createRateLimiter({ baseMs: 5, maxMs: 100 });
  expect([1, 2, 3, 4, 5, 6, 7].map(() => limiter.when('a'))).toEqual([5, 10, 20, 40, 80, 100, 100]);
  expect(limiter.when('b')).toBe(5);
  limiter.forget('a');
  expect(limiter.when('a')).toBe(5);
});

test('closing wakes the waiting workers and cancels what waits', async () => {
  const clock = new ManualClock();
  const queue = new WorkQueue({ clock });
  const taken = queue.take();
  queue.addAfter('a', 10);
  queue.close();
  expect(await taken).toBeUndefined();
  expect(clock.nextMs).toBeUndefined();
  queue.add('b');
  expect(await queue.take()).toBeUndefined();
});

test('whatever happens, no key is with two workers and no request for work is lost', async () => {
  const action = fc.record({ what: fc.constantFrom('add', 'after', 'take', 'done', 'advance'), key: fc.constantFrom('a', 'b', 'c') });
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 60 }), async (actions) => {
      const clock = new ManualClock();
      const queue = new WorkQueue({ clock });
      const working = new Set<string>();
      /** Keys for which work was asked since they were last handed out. */
      const wanted = new Set<string>();
      /** Keys with a later turn asked for: it stays when an earlier add is served, so it may be the only reason for a turn. */
      const later = new Set<string>();
      const handOut = async () => {
        const key = await queue.take();
        if (key === undefined) throw new Error('the queue is not closed');
        expect(working.has(key)).toBe(false);
        expect(wanted.delete(key) || later.delete(key)).toBe(true);
        working.add(key);
      };
      for (const { what, key } of actions) {
        if (what === 'add') queue.add(key);
        if (what === 'after') {
          queue.addAfter(key, 10);
          later.add(key);
        }
        if (what === 'add' || what === 'after') wanted.add(key);
        if (what === 'take' && queue.depth > 0) await handOut();
        if (what === 'done' && working.delete(key)) queue.done(key);
        if (what === 'advance') clock.advance(5);
      }
      for (const key of working) queue.done(key);
      working.clear();
      // What waits for later may come once more than the model wants: an earlier add was served meanwhile.
      clock.advance(1000);
      while (queue.depth > 0) {
        const key = await queue.take();
        wanted.delete(key ?? '');
        queue.done(key ?? '');
      }
      expect([...wanted]).toEqual([]);
    }),
    { numRuns: 2000 },
  );
});

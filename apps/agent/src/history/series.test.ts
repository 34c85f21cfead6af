import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Series, type Look } from './series.ts';

const start = Date.parse('2026-01-01T00:00:00Z');
const seed = Number(process.env['GSE_SEED'] ?? Date.now() % 2 ** 31);
console.info(`series: seed ${seed} (GSE_SEED repeats a run)`);

function look(online: number | undefined, more: Partial<Look> = {}): Look {
  return { health: 'Healthy', players: online === undefined ? undefined : { online, max: 20 }, metrics: [], ...more };
}

test('a point not looked at is a gap, and unknown players are a gap, never zero', () => {
  const series = new Series(15, 10);
  series.note(start, look(0));
  series.note(start + 15_000, look(undefined, { health: 'Unresponsive' }));
  series.note(start + 45_000, look(2));
  expect(series.read(start + 45_000)).toEqual({
    from: start / 1000,
    stepSeconds: 15,
    health: ['Healthy', 'Unresponsive', null, 'Healthy'],
    players: [0, null, null, 2],
    playersMax: [20, null, null, 20],
    metrics: [],
  });
});

test('of several looks within one point the worst health and the most players are kept', () => {
  const series = new Series(300, 10);
  series.note(start, look(3));
  series.note(start + 15_000, look(7));
  series.note(start + 30_000, look(undefined, { health: 'Unresponsive' }));
  series.note(start + 45_000, look(1));
  expect(series.read(start + 60_000)).toMatchObject({ health: ['Unresponsive'], players: [7] });
});

test('figures of the game come with their words, and what has none is a gap', () => {
  const series = new Series(15, 10);
  const tps = (value: number) => [{ name: 'ticks_per_second', help: 'Ticks', value }];
  series.note(start, look(0, { metrics: tps(20) }));
  series.note(start + 15_000, look(0));
  series.note(start + 30_000, look(0, { metrics: tps(19.987654321) }));
  expect(series.read(start + 30_000).metrics).toEqual([{ name: 'ticks_per_second', help: 'Ticks', values: [20, null, 19.9877] }]);
});

test('a game that invents names keeps only so many', () => {
  const series = new Series(15, 10);
  for (let n = 0; n < 100; n++) series.note(start, look(0, { metrics: [{ name: `made_up_${n}`, help: '', value: n }] }));
  expect(series.read(start).metrics).toHaveLength(8);
});

test('what was read can be restored, and what is old, to come or on another grid is left out', () => {
  const before = new Series(15, 5);
  for (let n = 0; n < 5; n++) before.note(start + n * 15_000, look(n, { metrics: [{ name: 'a', help: 'b', value: n }] }));
  const written = before.read(start + 60_000);
  const after = new Series(15, 5);
  after.restore(written, start + 90_000);
  expect(after.read(start + 90_000)).toMatchObject({ from: start / 1000 + 30, players: [2, 3, 4, null] });
  for (const wrong of [
    { ...written, stepSeconds: 30 },
    { ...written, from: written.from + 1 },
    { ...written, from: written.from + 3600 },
  ]) {
    const empty = new Series(15, 5);
    empty.restore(wrong, start + 60_000);
    expect(empty.read(start + 60_000).health).toEqual([]);
  }
});

test('tells what a plain list of all looks would tell, whatever the clock does', () => {
  const capacity = 6;
  const time = fc.integer({ min: 0, max: 200 });
  fc.assert(
    fc.property(fc.array(fc.tuple(time, fc.option(fc.nat({ max: 5 }), { nil: undefined }))), time, (looks, end) => {
      const series = new Series(15, capacity);
      const latest = new Map<number, number>();
      const points = new Map<number, (number | undefined)[]>();
      for (const [seconds, online] of looks) {
        const step = Math.floor((start / 1000 + seconds) / 15);
        series.note(start + seconds * 1000, look(online));
        // A place that was taken by another point has lost what it held.
        if (latest.get(step % capacity) !== step) points.set(step, []);
        latest.set(step % capacity, step);
        points.get(step)?.push(online);
      }
      const read = series.read(start + end * 1000);
      const last = Math.floor((start / 1000 + end) / 15);
      for (let step = last - capacity + 1; step <= last; step++) {
        const index = step - read.from / 15;
        const kept = latest.get(step % capacity) === step ? points.get(step) : undefined;
        const known = kept?.filter((online) => online !== undefined) ?? [];
        expect(read.players[index] ?? null).toBe(known.length === 0 ? null : Math.max(...known));
        expect(read.health[index] ?? null).toBe(kept === undefined ? null : 'Healthy');
      }
      expect(read.health.length).toBeLessThanOrEqual(capacity);
    }),
    { numRuns: 3_000, seed },
  );
});

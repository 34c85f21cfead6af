import { expect, test } from 'vitest';
import type { ConsoleEntry, LinesFrame } from './console-entry.ts';
import { ConsoleLog } from './console-log.ts';

const limits = { kept: 50, waiting: 50, afterFlood: 10, afterHeldFlood: 45 };
const at = '2026-01-01T00:00:00Z';

function frame(from: number, count: number, dropped?: number): LinesFrame {
  return {
    type: 'lines',
    lines: Array.from({ length: count }, (_, index) => ({ n: from + index, at, text: `line ${from + index}` })),
    ...(dropped !== undefined && { dropped }),
  };
}

function shown(entries: readonly ConsoleEntry[]): string[] {
  return entries.map((entry) =>
    entry.kind === 'line'
      ? entry.text
      : entry.kind === 'lost'
        ? `${entry.cause} ${entry.count}`
        : entry.kind === 'note'
          ? entry.text
          : entry.output,
  );
}

function logWith(...frames: readonly LinesFrame[]): ConsoleLog {
  const log = new ConsoleLog(limits);
  for (const one of frames) log.take(one, 'new log');
  return log;
}

/** Every line is either drawn, waiting, or counted. */
function accounted(entries: readonly ConsoleEntry[]): number {
  return entries.reduce((sum, entry) => sum + (entry.kind === 'line' ? 1 : entry.kind === 'lost' ? entry.count : 0), 0);
}

test('lines are drawn in order, no more at once than asked for', () => {
  const log = logWith(frame(1, 3), frame(4, 2));
  expect(shown(log.draw(4))).toEqual(['line 1', 'line 2', 'line 3', 'line 4']);
  expect(log.hasToDraw).toBe(true);
  expect(shown(log.draw(4))).toEqual(['line 5']);
  expect(log.hasToDraw).toBe(false);
  expect(log.lastNumber).toBe(5);
});

test('a new connection that repeats nothing leaves no trace', () => {
  const log = logWith(frame(1, 2));
  log.beginConnection();
  log.take(frame(3, 1), 'new log');
  expect(shown(log.draw(10))).toEqual(['line 1', 'line 2', 'line 3']);
});

test('what was printed while nobody was connected and is not kept is counted as that', () => {
  const log = logWith(frame(1, 2));
  log.beginConnection();
  log.take(frame(40, 1, 37), 'new log');
  log.take(frame(45, 1, 4), 'new log');
  expect(shown(log.draw(10))).toEqual(['line 1', 'line 2', 'away 37', 'line 40', 'slow 4', 'line 45']);
});

test.each([
  ['later', 9_000],
  ['earlier', 1],
])('a log that begins anew with %s numbers is said, and shown whole', (_, from) => {
  const log = logWith(frame(100, 2));
  log.beginConnection();
  log.take(frame(from, 2), 'new log');
  log.take(frame(from + 2, 1), 'new log');
  expect(shown(log.draw(10)).slice(2)).toEqual(['new log', `line ${from}`, `line ${from + 1}`, `line ${from + 2}`]);
  expect(log.lastNumber).toBe(from + 2);
});

test('lines that are here already are not shown twice', () => {
  const log = logWith(frame(1, 5), frame(4, 3));
  expect(shown(log.draw(10))).toEqual(['line 1', 'line 2', 'line 3', 'line 4', 'line 5', 'line 6']);
});

test('a flood that nobody could read is skipped and counted, and memory stays bounded', () => {
  const log = new ConsoleLog(limits);
  const drawn: ConsoleEntry[] = [];
  for (let n = 0; n < 1_000; n++) {
    log.take(frame(n * 40, 40), 'new log');
    drawn.push(...log.draw(5));
    expect(log.kept.length).toBeLessThanOrEqual(limits.kept * 1.2);
  }
  drawn.push(...log.draw(1_000));
  expect(accounted(drawn)).toBe(40_000);
  expect(drawn.length).toBeLessThan(7_000);
  expect(shown(drawn).at(-1)).toBe('line 39999');
});

test('a held console draws nothing, counts what comes, and goes on where it stood', () => {
  const log = logWith(frame(1, 2));
  log.draw(10);
  log.hold();
  log.take(frame(3, 20), 'new log');
  expect(log.draw(10)).toEqual([]);
  expect(log.newWhileHeld).toBe(20);
  log.take(frame(23, 60), 'new log');
  expect(log.newWhileHeld).toBe(80);
  log.release();
  const drawn = log.draw(100);
  expect(accounted(drawn)).toBe(80);
  expect(drawn[0]).toMatchObject({ kind: 'lost', cause: 'skipped' });
  expect(drawn.length).toBeGreaterThan(40);
});

test('an answer is not lost in a flood', () => {
  const log = new ConsoleLog(limits);
  log.add({ kind: 'answer', command: 'list', output: 'nobody', isProblem: false });
  log.take(frame(1, 500), 'new log');
  expect(shown(log.draw(2))).toEqual(['nobody', 'skipped 490']);
});

test('clearing empties the screen and keeps the place', () => {
  const log = logWith(frame(1, 5));
  log.draw(3);
  log.clear();
  expect(log.isEmpty).toBe(true);
  expect(log.lastNumber).toBe(5);
});

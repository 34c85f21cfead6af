import { expect, test } from 'vitest';
import { LogBuffer } from './buffer.ts';

const filled = (count: number, options = {}): LogBuffer => {
  const buffer = new LogBuffer(options);
  for (let n = 1; n <= count; n++) buffer.append(`line ${n}`, n);
  return buffer;
};

test('only the last lines are remembered, oldest first', () => {
  const buffer = filled(5000, { maxLines: 10 });
  expect(buffer.size).toBe(10);
  expect(buffer.recent(3)).toEqual(['line 4998', 'line 4999', 'line 5000']);
  expect(buffer.recent(1000)).toHaveLength(10);
  expect(buffer.recent(0)).toEqual([]);
  expect(buffer.after(4998).map((line) => line.n)).toEqual([4999, 5000]);
  expect(buffer.after(0, 2).map((line) => line.n)).toEqual([4991, 4992]);
});

test('long lines count by their length', () => {
  const buffer = new LogBuffer({ maxCharacters: 1000 });
  for (let count = 0; count < 100; count++) buffer.append('x'.repeat(300), 0);
  expect(buffer.size).toBe(3);
  buffer.append('x'.repeat(5000), 0);
  expect(buffer.size).toBe(1);
});

test('waiting finds what came between the mark and the wait', async () => {
  const buffer = filled(3);
  const mark = buffer.mark();
  buffer.append('Saved the game', 0);
  const match = await buffer.waitFor(/Saved (?<what>.*)/g, { after: mark, signal: AbortSignal.timeout(5000) });
  expect(match.groups?.['what']).toBe('the game');
});

test('waiting does not find what came before the mark', async () => {
  const buffer = new LogBuffer();
  buffer.append('Saved the game', 0);
  const mark = buffer.mark();
  const giveUp = new AbortController();
  const waiting = buffer.waitFor(/Saved/, { after: mark, signal: giveUp.signal });
  buffer.append('other', 0);
  giveUp.abort(new Error('given up'));
  await expect(waiting).rejects.toThrow('given up');
});

test('a line that is dropped in a flood still reaches who waits for it, and leaves a gap', async () => {
  const buffer = filled(1);
  const waiting = buffer.waitFor(/needle/, { after: buffer.mark(), signal: AbortSignal.timeout(5000) });
  buffer.drop('a needle in the flood');
  await waiting;
  buffer.append('after', 0);
  expect(buffer.after(0).map((line) => line.n)).toEqual([1, 3]);
});

test('a mark first reads what is written by then', () => {
  const buffer = new LogBuffer();
  buffer.catchUp = () => void buffer.append('written in time', 0);
  expect(buffer.mark()).toEqual({ line: 1 });
});

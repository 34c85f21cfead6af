import { expect, test } from 'vitest';
import { CommandHistory, type HistoryStorage } from './command-history.ts';

function storage(content: Record<string, string> = {}): HistoryStorage {
  return {
    getItem: (key) => content[key] ?? null,
    setItem: (key, value) => {
      content[key] = value;
    },
  };
}

test('the arrow up goes back, the arrow down comes back to what was being typed', () => {
  const history = new CommandHistory('default/a', undefined);
  history.add('list');
  history.add('seed');
  expect(history.older('sa')).toBe('seed');
  expect(history.older('seed')).toBe('list');
  expect(history.older('list')).toBeUndefined();
  expect(history.newer()).toBe('seed');
  expect(history.newer()).toBe('sa');
  expect(history.newer()).toBeUndefined();
});

test('the same command twice is remembered once', () => {
  const history = new CommandHistory('default/a', undefined);
  history.add('list');
  history.add('list');
  expect([history.older(''), history.older('')]).toEqual(['list', undefined]);
});

test('each server has a history of its own, which outlives the page', () => {
  const kept = storage();
  new CommandHistory('default/a', kept).add('list');
  expect(new CommandHistory('default/a', kept).older('')).toBe('list');
  expect(new CommandHistory('default/b', kept).older('')).toBeUndefined();
});

test.each(['no json', '{"a":1}', '[1,null,"list"]'])('a storage with %s does no harm', (content) => {
  expect(() => new CommandHistory('default/a', storage({ 'gse-console:default/a': content })).older('')).not.toThrow();
});

test('only the last hundred are kept', () => {
  const history = new CommandHistory('default/a', undefined);
  for (let n = 0; n < 150; n++) history.add(`say ${n}`);
  let count = 0;
  while (history.older('') !== undefined) count++;
  expect(count).toBe(100);
});

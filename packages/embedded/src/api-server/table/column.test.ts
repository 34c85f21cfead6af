import { expect, test } from 'vitest';
import { age, duration } from './column.ts';
import { compileJsonPath } from './json-path.ts';

const [second, minute, hour, day] = [1000, 60_000, 3_600_000, 86_400_000];

test.each([
  [0, '0s'],
  [119 * second, '119s'],
  [2 * minute, '2m'],
  [9 * minute + 5 * second, '9m5s'],
  [179 * minute, '179m'],
  [3 * hour, '3h'],
  [7 * hour + 30 * minute, '7h30m'],
  [47 * hour, '47h'],
  [3 * day + 4 * hour, '3d4h'],
  [700 * day, '700d'],
  [800 * day, '2y70d'],
  [3650 * day, '10y'],
])('%i ms are written as %s', (ms, text) => {
  expect(duration(ms)).toBe(text);
});

test('no time and a broken time are unknown', () => {
  expect([age(undefined, 0), age('noon', 0)]).toEqual(['<unknown>', '<unknown>']);
});

const object = {
  spec: {
    game: 'minecraft',
    ports: [
      { name: 'game', port: 1 },
      { name: 'rcon', port: 2 },
    ],
    'a.b/c': 'slashed',
  },
  status: {
    conditions: [
      { type: 'Ready', status: 'True' },
      { type: 'Other', status: 'False' },
    ],
    count: 0,
  },
};

test.each([
  ['.spec.game', ['minecraft']],
  ['{.spec.game}', ['minecraft']],
  ['$.spec.game', ['minecraft']],
  ['.spec.ports[0].name', ['game']],
  ['.spec.ports[-1].name', ['rcon']],
  ['.spec.ports[*].port', [1, 2]],
  ['.status.conditions[?(@.type=="Ready")].status', ['True']],
  [".status.conditions[?(@.type!='Ready')].status", ['False']],
  [".spec['a.b/c']", ['slashed']],
  ['.spec.a\\.b/c', ['slashed']],
  ['.status.count', [0]],
  ['.status.none.at.all', []],
  ['.spec[', []],
])('%s finds %j', (path, found) => {
  expect(compileJsonPath(path)(object)).toEqual(found);
});

import { describe, expect, it } from 'vitest';
import { matchesPath } from './world.ts';

describe('a path of the volume', () => {
  it.each([
    ['server/my/a.map', 'server/*/*.map', true],
    ['server/my/cfg/a.map', 'server/*/*.map', false],
    ['server/my/cfg/a.map', 'server/**/*.map', true],
    ['server/a.map', 'server/**/*.map', true],
    ['server/my', 'server', true],
    ['server/my/deep/down', 'server/*', true],
    ['servers/my', 'server', false],
    ['server/a.map.1', 'server/*.map', false],
    ['server/axmap', 'server/*.map', false],
    ['a(b)[c]+.db', 'a(b)[c]+.db', true],
    ['player.blueprints.5.db-wal', 'player.blueprints.*.db*', true],
    ['anything/at/all', '**', true],
  ])('%s lies in %s: %s', (path, pattern, expected) => {
    expect(matchesPath(path, pattern)).toBe(expected);
  });
});

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { games } from './index.ts';

const checkout = fileURLToPath(new URL('../../../', import.meta.url));
const MAX_LINES = 300;
const LEAST_DIAGNOSES = 8;
const LEAST_PITFALLS = 5;

/** What every game has, so that whoever knows one knows all of them. Other files are the game's own ideas. */
const FILES = [
  'PITFALLS.md',
  'src/index.ts',
  'src/definition.ts',
  'src/context.ts',
  'src/errors.ts',
  'src/settings/index.ts',
  'src/settings/field.ts',
  'src/files.ts',
  'src/presets.ts',
  'src/ports.ts',
  'src/secrets.ts',
  'src/versions.ts',
  'src/workload.ts',
  'src/log.ts',
  'src/diagnoses.ts',
  'src/fixes.ts',
  'src/icon.ts',
  'src/backup.ts',
  'src/probe.ts',
  'src/players.ts',
  'src/console.ts',
  'src/moderation.ts',
  'src/lifecycle.ts',
  'src/simulator/index.ts',
  'src/simulator/play.ts',
  'src/simulator/server.ts',
  'src/simulator/commands.ts',
];

/** Files that a game has when its definition has the part. */
const PARTS = { licences: 'src/licences.ts', metrics: 'src/metrics.ts' } as const;

describe.each(games.map((game) => [game.id, game] as const))('%s', (id, game) => {
  const folder = join(checkout, 'games', id);
  const sources = readdirSync(join(folder, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));

  test('has the same files as every other game', () => {
    expect(FILES.filter((path) => !existsSync(join(folder, path)))).toEqual([]);
    for (const [part, path] of Object.entries(PARTS)) {
      const value = game[part as keyof typeof PARTS];
      if (value !== undefined && !(Array.isArray(value) && value.length === 0)) expect(existsSync(join(folder, path)), path).toBe(true);
    }
  });

  test('has no file for which one would need a map', () => {
    const long = sources.filter(
      (path) => !/\.(?:test|testkit)\.ts$/.test(path) && readFileSync(path, 'utf8').split('\n').length > MAX_LINES,
    );
    expect(long.map((path) => path.slice(checkout.length))).toEqual([]);
  });

  test('has nothing left to fill in', () => {
    const open = [...sources, join(folder, 'PITFALLS.md')].filter(
      (path) => existsSync(path) && readFileSync(path, 'utf8').includes('FILL IN'),
    );
    expect(open.map((path) => path.slice(checkout.length))).toEqual([]);
  });

  test('says what belongs into a backup', () => {
    expect(game.backup).toBeDefined();
  });

  test(`knows at least ${LEAST_DIAGNOSES} troubles`, () => {
    expect(game.diagnoses.length).toBeGreaterThanOrEqual(LEAST_DIAGNOSES);
  });

  test(`answers at least ${LEAST_PITFALLS} pitfalls, each in a place that there is`, () => {
    const text = existsSync(join(folder, 'PITFALLS.md')) ? readFileSync(join(folder, 'PITFALLS.md'), 'utf8') : '';
    const rows = text.split('\n').filter((line) => line.startsWith('| '));
    expect(rows.length - 2).toBeGreaterThanOrEqual(LEAST_PITFALLS);
    const named = rows.flatMap((row) => [...row.matchAll(/`([\w./-]+\.(?:ts|mjs|md))`/g)].map(([, path = '']) => path));
    const isThere = (path: string): boolean =>
      existsSync(join(checkout, path)) ||
      existsSync(join(folder, path)) ||
      existsSync(join(folder, 'src', path)) ||
      sources.some((source) => basename(source) === path);
    expect(named.filter((path) => !isThere(path))).toEqual([]);
    expect(named.length).toBeGreaterThan(0);
  });
});

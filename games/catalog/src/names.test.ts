import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { games } from './index.ts';

const checkout = fileURLToPath(new URL('../../../', import.meta.url));
const LEFT_OUT = new Set(['node_modules', 'dist', '.turbo', '.vite']);
const MAX_BYTES = 4 * 1024 * 1024;

/** Other words by which games and what belongs to them are known. */
const BESIDE = ['cs2', 'csgo', 'counterstrike', 'srcds', 'rustdedicated', 'oxide', 'txadmin', 'cfx', 'gslt', 'bukkit', 'papermc'];

/** Where a game may be named outside of its folder, and why. */
const ALLOWED: readonly (readonly [place: RegExp, why: string])[] = [
  [/^packages\/protocols\//, 'a protocol belongs to the games that speak it'],
  [/^apps\/[^/]+\/(?:src\/.*\.test\.tsx?|test\/.*)$/, 'tests of an app order games that there are'],
  [/^apps\/[^/]+\/bench\//, 'benchmarks order games that there are'],
  [/^packages\/embedded\/src\/.*\.test\.ts$/, 'names of images and values of columns as people write them'],
  [/^packages\/sdk\/src\/files\/.*\.test\.ts$/, 'files as games write them'],
];

test('no app and no package knows a game: what is said of a game stands in its folder', () => {
  const words = [...new Set([...games.flatMap(({ id }) => [id, camelOf(id)]), ...BESIDE])];
  const alone = new RegExp(String.raw`(?<![a-z0-9])(?:${words.join('|')})(?![a-z0-9])`, 'i');
  // As a part of a longer name: `rustPlus`, `FiveMServer`, `isMinecraft`.
  const names = games.flatMap(({ id, orderKind }) => [camelOf(id), pascalOf(id), orderKind?.replace(/Server$/, '') ?? pascalOf(id)]);
  const joined = new RegExp(
    String.raw`(?<![A-Za-z0-9])(?:${names.join('|')})(?=[A-Z])|[a-z](?:${names.filter(isPascal).join('|')})(?![a-z])`,
  );
  const found = ['apps', 'packages'].flatMap((room) =>
    filesIn(join(checkout, room)).flatMap((path) => {
      const name = relative(checkout, path);
      if (ALLOWED.some(([place]) => place.test(name))) return [];
      return readFileSync(path, 'utf8')
        .slice(0, MAX_BYTES)
        .split('\n')
        .flatMap((line, at) => {
          const word = (alone.exec(line) ?? joined.exec(line))?.[0];
          return word === undefined ? [] : [`${name}:${at + 1} names ${word}: ${line.trim().slice(0, 120)}`];
        });
    }),
  );
  expect(found).toEqual([]);
});

function camelOf(id: string): string {
  return id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function pascalOf(id: string): string {
  return camelOf(`-${id}`);
}

function isPascal(name: string): boolean {
  return /^[A-Z]/.test(name);
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (LEFT_OUT.has(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesIn(path);
    return entry.isFile() && /\.(?:tsx?|mjs|js|css|html|json|ya?ml|svg)$/.test(entry.name) ? [path] : [];
  });
}

// @ts-check
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gzip, tar } from './tar.mjs';

const names = fc.array(fc.stringMatching(/^[a-z][a-z0-9._-]{0,15}$/), { minLength: 1, maxLength: 5 }).map((parts) => parts.join('/'));

test('what zlib unpacks is what was packed', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 5000 }), (content) => {
      expect(gunzipSync(gzip(content)).equals(content)).toBe(true);
    }),
  );
});

test('the header of the compressed file tells no time, no name and no system', () => {
  expect([...gzip(Buffer.from('x')).subarray(0, 10)]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255]);
});

test('the order in which files are given does not matter', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.tuple(names, fc.uint8Array()), { selector: ([path]) => path, maxLength: 20 }), (entries) => {
      const files = entries.map(([path, content]) => ({ path, content }));
      expect(tar(files).equals(tar(files.toReversed()))).toBe(true);
    }),
  );
});

test('the tar of this machine reads every size around a block', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gse-tar-'));
  const files = [0, 1, 511, 512, 513, 1024, 100_000].map((size) => ({ path: `a/b-${size}/file.txt`, content: Buffer.alloc(size, 'x') }));
  await writeFile(join(folder, 'all.tar.gz'), gzip(tar(files)));
  execFileSync('tar', ['-xzf', 'all.tar.gz'], { cwd: folder });
  for (const { path, content } of files) expect((await readFile(join(folder, path))).equals(content), path).toBe(true);
  await rm(folder, { recursive: true, force: true });
});

test('a path that does not fit is refused and never cut', () => {
  expect(() => tar([{ path: `${'a/'.repeat(50)}b`, content: Buffer.alloc(0) }])).toThrow('does not fit');
});

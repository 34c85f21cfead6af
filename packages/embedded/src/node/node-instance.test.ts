import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nodeInstance } from './node-instance.ts';

test('a data folder keeps its instance, also when several ask for it first, and no other has it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gse-instance-'));
  try {
    const ids = await Promise.all(Array.from({ length: 5 }, () => nodeInstance(join(folder, 'one'))));
    expect(new Set([...ids, await nodeInstance(join(folder, 'one'))]).size).toBe(1);
    expect(ids[0]).toMatch(/^[0-9a-f]{16}$/);
    expect(readdirSync(join(folder, 'one'))).toEqual(['node-instance']);
    expect(await nodeInstance(join(folder, 'two'))).not.toBe(ids[0]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { REFERENCE_FOLDER, referencePages } from './reference.ts';

test('the reference pages say what the adapters say; otherwise run pnpm gen', () => {
  const pages = referencePages();
  expect(readdirSync(REFERENCE_FOLDER).toSorted()).toEqual([...pages.keys()].toSorted());
  for (const [name, content] of pages) expect(readFileSync(join(REFERENCE_FOLDER, name), 'utf8'), name).toBe(content);
});

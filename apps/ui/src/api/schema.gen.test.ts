import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test('the types of the API are those of its description today (otherwise: pnpm gen)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gse-api-types-'));
  try {
    const fresh = join(folder, 'schema.gen.ts');
    execFileSync(process.execPath, [
      '--disable-warning=ExperimentalWarning',
      join(import.meta.dirname, '../../scripts/generate-api-types.ts'),
      fresh,
    ]);
    expect(readFileSync(join(import.meta.dirname, 'schema.gen.ts'), 'utf8')).toBe(readFileSync(fresh, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

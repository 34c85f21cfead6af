import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';

/** Writes the types of the API from its own description. With a path: writes there instead, for the freshness test. */
const target = process.argv[2] ?? new URL('../src/api/schema.gen.ts', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'gse-openapi-'));
try {
  const file = join(folder, 'openapi.json');
  execFileSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', new URL('../../api/scripts/openapi.ts', import.meta.url).pathname, file],
    {
      stdio: 'inherit',
    },
  );
  const document = JSON.parse(readFileSync(file, 'utf8')) as OpenAPI3;
  const code = astToString(await openapiTS(document, { defaultNonNullable: false }));
  writeFileSync(target, `// Written by \`pnpm gen\` from the API's own description. Not for editing.\n${code}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

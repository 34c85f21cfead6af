import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHARTS_FOLDER, writeEdition } from '../src/edition.ts';
import { REFERENCE_FOLDER, referencePages } from '../src/reference.ts';

const pages = referencePages();
mkdirSync(REFERENCE_FOLDER, { recursive: true });
for (const name of readdirSync(REFERENCE_FOLDER)) if (!pages.has(name)) rmSync(join(REFERENCE_FOLDER, name));
for (const [name, content] of pages) writeFileSync(join(REFERENCE_FOLDER, name), content);

writeEdition(CHARTS_FOLDER);

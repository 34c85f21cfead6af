import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { crdFiles } from '../src/crd-files.ts';

const folder = fileURLToPath(new URL('../crds/', import.meta.url));
mkdirSync(folder, { recursive: true });
for (const [name, content] of crdFiles()) writeFileSync(folder + name, content);

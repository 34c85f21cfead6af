import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { crdFiles } from '../src/crd-files.ts';

/** Here, and in the chart that brings them to a cluster. */
const folders = ['../crds/', '../../../charts/system/gse-operator/files/crds/'];
const files = crdFiles();
for (const folder of folders.map((relative) => fileURLToPath(new URL(relative, import.meta.url)))) {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) if (!files.has(name)) rmSync(folder + name);
  for (const [name, content] of files) writeFileSync(folder + name, content);
}

import { writeFileSync } from 'node:fs';
import { createKubeClient, silentLog } from '@gse/kube';
import { describeApi } from '../src/create-api.ts';

// Writes the OpenAPI document to the given file, or to standard output. Starts nothing and asks nobody.
const [file] = process.argv.slice(2);
const nobody = createKubeClient({
  baseUrl: 'http://kube.invalid',
  fetch: async () => await Promise.reject(new Error('nothing is asked while the API is described')),
  token: '',
  fieldManager: 'gse-api',
});
const document = await describeApi({
  kube: () => nobody,
  reader: nobody,
  games: [],
  gameById: () => undefined,
  authenticate: async () => await Promise.resolve(undefined),
  sealKey: new Uint8Array(32),
  publicOrigins: () => [],
  log: silentLog,
});
const text = `${JSON.stringify(document, null, 2)}\n`;
if (file === undefined) process.stdout.write(text);
else writeFileSync(file, text);

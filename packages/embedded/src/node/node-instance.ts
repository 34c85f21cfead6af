import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The id that tells the containers of this data folder from those of others on the same engine; made at the first call, kept in
 * `<dataDir>/node-instance`.
 */
export async function nodeInstance(dataDir: string): Promise<string> {
  const path = join(dataDir, 'node-instance');
  const read = async () => (await readFile(path, 'utf8').catch(() => '')).trim();
  const known = await read();
  if (known) return known;
  await mkdir(dataDir, { recursive: true });
  const draft = `${path}.${randomBytes(4).toString('hex')}`;
  await writeFile(draft, `${randomBytes(8).toString('hex')}\n`, { mode: 0o600 });
  // A link appears whole and never replaces one that another process was faster to make.
  await link(draft, path).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  });
  await rm(draft, { force: true });
  return await read();
}

import { createHash } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const entriesSchema = z
  .array(z.looseObject({ uuid: z.string(), name: z.string(), source: z.string().optional(), reason: z.string().optional() }))
  .max(100_000);
type Entry = z.output<typeof entriesSchema>[number];

/** One of the game's lists of players, kept in its JSON file. */
export class PlayerList {
  readonly #path: string;
  readonly #entries: Map<string, Entry>;

  private constructor(path: string, entries: readonly Entry[]) {
    this.#path = path;
    this.#entries = new Map(entries.map((entry) => [entry.name.toLowerCase(), entry]));
  }

  /** Reads the list, or makes an empty file as the game does. */
  static async load(dataDir: string, file: string): Promise<PlayerList> {
    const path = join(dataDir, file);
    const content = await readFile(path, 'utf8').catch(() => undefined);
    const list = new PlayerList(path, content === undefined ? [] : entriesSchema.catch([]).parse(parse(content)));
    if (content === undefined) await list.#store();
    return list;
  }

  get names(): readonly string[] {
    return [...this.#entries.values()].map(({ name }) => name);
  }
  has(name: string): boolean {
    return this.#entries.has(name.toLowerCase());
  }
  get(name: string): Entry | undefined {
    return this.#entries.get(name.toLowerCase());
  }

  /** @returns false when the player is on the list already. */
  async add(
    name: string,
    more: Readonly<Record<string, string | number | boolean>> & { readonly source?: string; readonly reason?: string } = {},
  ): Promise<boolean> {
    if (this.has(name)) return false;
    this.#entries.set(name.toLowerCase(), { uuid: offlineUuid(name), name, ...more });
    await this.#store();
    return true;
  }

  /** @returns false when the player is not on the list. */
  async remove(name: string): Promise<boolean> {
    if (!this.#entries.delete(name.toLowerCase())) return false;
    await this.#store();
    return true;
  }

  async #store(): Promise<void> {
    await writeFile(`${this.#path}.new`, `${JSON.stringify([...this.#entries.values()], null, 2)}\n`);
    await rename(`${this.#path}.new`, this.#path);
  }
}

const cacheSchema = z.array(z.looseObject({ uuid: z.string(), name: z.string() })).max(100_000);

/** What players were called when they were last here, by identity: the game keeps it in a file, and tells who has a new name. */
export async function namesLastTime(dataDir: string): Promise<ReadonlyMap<string, string>> {
  const content = await readFile(join(dataDir, 'usercache.json'), 'utf8').catch(() => '');
  return new Map(
    cacheSchema
      .catch([])
      .parse(parse(content))
      .map(({ uuid, name }) => [uuid, name]),
  );
}

/** Identity of a player whose account is not checked: a name-based UUID, the same on every server. */
export function offlineUuid(name: string): string {
  const bytes = createHash('md5').update(`OfflinePlayer:${name}`).digest();
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x30;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function parse(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}

import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { CONFIG, RCON_PASSWORD_FILE, START_FILE, WISHED_ADMINS_FILE } from '../files.ts';

const names = z.array(z.string());
const bans = z.array(z.object({ username: z.string(), reason: z.string().default('') }));
const modList = z.object({ mods: z.array(z.looseObject({ name: z.string(), enabled: z.boolean() })) });

const startFile = z.looseObject({
  whitelist: z.boolean().default(false),
  mapPreset: z.string().default('default'),
  mapSeed: z.int().min(0).default(0),
});

/** What the game takes from `server-settings.json`, with its own defaults. */
const serverSettings = z.looseObject({
  name: z.string().default('Factorio'),
  max_players: z.int().min(0).default(0),
  visibility: z.looseObject({ public: z.boolean().default(true), lan: z.boolean().default(true) }).prefault({}),
  token: z.string().default(''),
  password: z.string().default(''),
  require_user_verification: z.boolean().default(true),
  allow_commands: z.union([z.boolean(), z.literal('admins-only')]).default('admins-only'),
  autosave_interval: z.number().positive().default(10),
  autosave_slots: z.int().min(1).default(5),
  autosave_only_on_server: z.boolean().default(true),
  afk_autokick_interval: z.int().min(0).default(0),
  auto_pause: z.boolean().default(true),
  only_admins_can_pause_the_game: z.boolean().default(true),
  max_upload_in_kilobytes_per_second: z.int().min(0).default(0),
  ignore_player_limit_for_returning_players: z.boolean().default(false),
});

/** Settings of the running game. */
export type ServerSettings = z.output<typeof serverSettings>;
/** One entry of the ban list. */
export interface Ban {
  readonly username: string;
  readonly reason: string;
}

/** A file the game cannot go on without. The message is the line it prints. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
}

/** The data folder of the game: what it reads when it starts, and what it writes back. */
export class Folder {
  readonly #dataDir: string;

  constructor(dataDir: string) {
    this.#dataDir = dataDir;
    for (const folder of [CONFIG, 'mods', 'saves', 'scenarios', 'script-output']) mkdirSync(join(dataDir, folder), { recursive: true });
  }

  /** The RCON password, of which the game has no other source. */
  rconPassword(): string {
    const path = join(this.#dataDir, RCON_PASSWORD_FILE);
    if (!existsSync(path)) throw new UnreadableFile(`cat: ${RCON_PASSWORD_FILE}: No such file or directory`);
    return readFileSync(path, 'utf8').trim();
  }

  serverSettings(): ServerSettings {
    return this.#read(`${CONFIG}/server-settings.json`, serverSettings, {});
  }

  /** What the start script turns into arguments. */
  startOptions(): z.output<typeof startFile> {
    return this.#read(START_FILE, startFile, {});
  }

  /** Admins the game knows, with those of the settings added, as the start script does. */
  admins(): Set<string> {
    return new Set([...this.#read(`${CONFIG}/server-adminlist.json`, names, []), ...this.#read(WISHED_ADMINS_FILE, names, [])]);
  }

  whitelist(): Set<string> {
    return new Set(this.#read(`${CONFIG}/server-whitelist.json`, names, []));
  }

  bans(): Map<string, Ban> {
    return new Map(this.#read(`${CONFIG}/server-banlist.json`, bans, []).map((ban) => [ban.username, ban]));
  }

  writeAdmins(admins: Iterable<string>): void {
    this.#write(`${CONFIG}/server-adminlist.json`, [...admins]);
  }
  writeWhitelist(players: Iterable<string>): void {
    this.#write(`${CONFIG}/server-whitelist.json`, [...players]);
  }
  writeBans(banned: Iterable<Ban>): void {
    this.#write(`${CONFIG}/server-banlist.json`, [...banned]);
  }

  /** The mods the game loads, the expansion switched as wished. */
  mods(spaceAge: boolean): z.output<typeof modList>['mods'] {
    const { mods } = this.#read('mods/mod-list.json', modList, { mods: [{ name: 'base', enabled: true }] });
    const expansion = ['elevated-rails', 'quality', 'space-age'];
    return [...mods.filter(({ name }) => !expansion.includes(name)), ...expansion.map((name) => ({ name, enabled: spaceAge }))];
  }

  /** The game writes this list from memory when it leaves, whatever was edited meanwhile. */
  writeMods(mods: z.output<typeof modList>['mods']): void {
    this.#write('mods/mod-list.json', { mods });
  }

  /** What a map is made from when there is none: the files as they are, in words. */
  mapFigures(): string {
    const read = (file: string): string => JSON.stringify(this.#read(`${CONFIG}/${file}`, z.looseObject({}), {}));
    return `${read('map-gen-settings.json')} ${read('map-settings.json')}`;
  }

  #read<Schema extends z.ZodType>(file: string, schema: Schema, absent: z.input<Schema>): z.output<Schema> {
    const path = join(this.#dataDir, file);
    const content = existsSync(path) ? readFileSync(path, 'utf8') : '';
    try {
      return schema.parse(content.trim() === '' ? absent : JSON.parse(content));
    } catch (error) {
      throw new UnreadableFile(
        `   0.104 Error Util.cpp:81: Couldn't parse /factorio/${file}: ${error instanceof SyntaxError ? error.message : 'unexpected value'}`,
      );
    }
  }

  #write(file: string, content: unknown): void {
    const path = join(this.#dataDir, file);
    writeFileSync(`${path}.new`, `${JSON.stringify(content, null, 2)}\n`);
    renameSync(`${path}.new`, path);
  }
}

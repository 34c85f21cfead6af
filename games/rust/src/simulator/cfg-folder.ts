import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseSourceCfg } from '@gse/sdk';
import { RUST_CFG } from '../convars.ts';
import { WORLD } from '../folders.ts';
import { STEAM_ID } from '../steam-id.ts';

/** Somebody on a list of the game. */
export interface Entry {
  readonly name: string;
  readonly reason: string;
}

/** People with rights, or without access, by SteamID. */
export type People = Map<string, Entry>;

const ENTRY = new RegExp(String.raw`^\s*(ownerid|moderatorid|banid)\s+(${STEAM_ID})\s+"([^"]*)"(?:\s+"([^"]*)")?`);

/** The cfg folder of the game: what people and the adapter write, and what the game itself keeps there. */
export class CfgFolder {
  readonly #folder: string;

  constructor(dataDir: string) {
    this.#folder = join(dataDir, WORLD, 'cfg');
  }

  /** Variables as the game has them after a start: server.cfg, then what it once wrote itself. */
  variables(): ReadonlyMap<string, string> {
    return new Map([...parseSourceCfg(this.#read('server.cfg'), RUST_CFG), ...parseSourceCfg(this.#read('serverauto.cfg'), RUST_CFG)]);
  }

  /** Everybody whom a file names with this command. */
  people(file: 'users.cfg' | 'bans.cfg', command: 'ownerid' | 'moderatorid' | 'banid'): People {
    const people: People = new Map();
    for (const line of this.#read(file).split('\n')) {
      const [, found, id, name = '', reason = ''] = ENTRY.exec(line) ?? [];
      if (found === command && id !== undefined) people.set(id, { name, reason });
    }
    return people;
  }

  /** Writes what the command `server.writecfg` writes. */
  write(state: {
    readonly changed: ReadonlyMap<string, string>;
    readonly owners: People;
    readonly moderators: People;
    readonly bans: People;
  }): void {
    const list = (command: string, people: People, end = ''): string[] =>
      [...people].map(([id, { name, reason }]) => `${command} ${id} "${name}" "${reason}"${end}`);
    this.#write(
      'serverauto.cfg',
      [...state.changed].map(([name, value]) => `${name} "${value}"`),
    );
    this.#write('users.cfg', [...list('ownerid', state.owners), ...list('moderatorid', state.moderators)]);
    this.#write('bans.cfg', list('banid', state.bans, ' -1'));
  }

  #read(file: string): string {
    const path = join(this.#folder, file);
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  }

  #write(file: string, lines: readonly string[]): void {
    const path = join(this.#folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.new`, lines.map((line) => `${line}\n`).join(''), { mode: 0o640 });
    renameSync(`${path}.new`, path);
  }
}

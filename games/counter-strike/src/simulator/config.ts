import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSourceCfg } from '@gse/sdk';
import { cfgFolder, type Edition } from '../editions.ts';
import { SECRETS_FILE } from '../files.ts';
import { GAME_MODES } from '../modes.ts';
import { MAP_FILE, MODE_FILE, SERVER_FILE } from '../settings/index.ts';

/** Variables of the game: those of its console files, in the order the game executes them, and what was changed since. */
export class Variables {
  readonly #dataDir: string;
  readonly #folder: string;
  readonly #modeFile: string;
  readonly #values = new Map<string, string>();
  /** Whether the running map has SourceTV: what `tv_enable` was when it began to load, before server.cfg was executed. */
  hasTv = false;

  constructor(dataDir: string, edition: Edition, type: number, mode: number) {
    const cfg = Object.values(GAME_MODES).find((known) => known.type === type && known.mode === mode)?.cfg ?? 'custom';
    this.#dataDir = dataDir;
    this.#folder = cfgFolder(edition);
    this.#modeFile = MODE_FILE.replace('*', cfg);
    this.execute(SECRETS_FILE);
    this.execute(SERVER_FILE);
    this.loadMap();
  }

  /** What a change of the map executes. */
  loadMap(): void {
    this.hasTv = this.get('tv_enable') === '1';
    this.execute(MAP_FILE);
    this.execute(this.#modeFile);
  }

  /** Executes a console file; false where there is none. */
  execute(file: string): boolean {
    let content: string;
    try {
      content = readFileSync(join(this.#dataDir, this.#folder, file), 'utf8');
    } catch {
      return false;
    }
    for (const [name, value] of parseSourceCfg(content)) this.#values.set(name, value);
    return true;
  }

  get(name: string): string | undefined {
    return this.#values.get(name.toLowerCase());
  }

  set(name: string, value: string): void {
    this.#values.set(name.toLowerCase(), value);
  }

  /** True where the game has a variable of that name. */
  has(name: string): boolean {
    return this.#values.has(name.toLowerCase()) || KNOWN.test(name);
  }
}

/** Names of variables; the game has thousands, and every one begins with the part it belongs to. */
const KNOWN = /^(?:sv|mp|bot|tv|cl|host|game|rcon|net|ammo|cash|hostname)(?:_[a-z0-9_]+)?$/i;

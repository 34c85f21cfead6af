import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { applyFilePatch, parseProperties, properties } from '@gse/sdk';

/** What the game writes when a key is absent, as far as the simulation uses it. */
const DEFAULTS: Readonly<Record<string, string>> = {
  'broadcast-rcon-to-ops': 'true',
  difficulty: 'easy',
  'enable-rcon': 'false',
  'enable-status': 'true',
  'enforce-secure-profile': 'true',
  gamemode: 'survival',
  'hide-online-players': 'false',
  'level-name': 'world',
  'level-seed': '',
  'max-players': '20',
  motd: 'A Minecraft Server',
  'online-mode': 'true',
  'player-idle-timeout': '0',
  'rcon.password': '',
  'rcon.port': '25575',
  'server-ip': '',
  'server-port': '25565',
  'simulation-distance': '10',
  'view-distance': '10',
  'white-list': 'false',
};

/** server.properties as the game treats it: read at start, completed, and written again, sorted and without comments of people. */
export class ServerProperties {
  readonly #path: string;
  readonly #values: Map<string, string>;

  private constructor(path: string, values: Map<string, string>) {
    this.#path = path;
    this.#values = values;
  }

  static async load(dataDir: string): Promise<ServerProperties> {
    const path = join(dataDir, 'server.properties');
    const content = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw error;
    });
    const loaded = new ServerProperties(path, new Map([...Object.entries(DEFAULTS), ...parseProperties(content)]));
    await loaded.#store();
    return loaded;
  }

  text(key: string): string {
    return this.#values.get(key) ?? '';
  }
  is(key: string): boolean {
    return this.text(key).toLowerCase() === 'true';
  }

  /** A whole number, or the default where people wrote something else. */
  number(key: string): number {
    const value = Number.parseInt(this.text(key), 10);
    return Number.isNaN(value) ? Number(DEFAULTS[key] ?? 0) : value;
  }

  /** Changes a key that the game writes back at once. */
  async set(key: string, value: string): Promise<void> {
    this.#values.set(key, value);
    await this.#store();
  }

  async #store(): Promise<void> {
    const sorted = Object.fromEntries([...this.#values].toSorted(([a], [b]) => (a < b ? -1 : 1)));
    const body = applyFilePatch(undefined, properties('server.properties', sorted)) ?? '';
    await writeFile(`${this.#path}.new`, `#Minecraft server properties\n#${new Date().toUTCString()}\n${body}`, { mode: 0o640 });
    await rename(`${this.#path}.new`, this.#path);
  }
}

/** What the history needs of the browser's storage. */
export type HistoryStorage = Pick<Storage, 'getItem' | 'setItem'>;

const MOST = 100;

/** Commands typed on one server, kept as long as the tab. Walking through them keeps what was being typed. */
export class CommandHistory {
  readonly #storage: HistoryStorage | undefined;
  readonly #key: string;
  #commands: string[];
  /** Place in the list while walking; its length is the line being typed. */
  #place: number;
  #draft = '';

  constructor(key: string, storage: HistoryStorage | undefined) {
    this.#key = `gse-console:${key}`;
    this.#storage = storage;
    this.#commands = this.#load();
    this.#place = this.#commands.length;
  }

  /** Remembers a command that was sent. */
  add(command: string): void {
    if (this.#commands.at(-1) !== command) this.#commands = [...this.#commands, command].slice(-MOST);
    this.#place = this.#commands.length;
    this.#draft = '';
    try {
      this.#storage?.setItem(this.#key, JSON.stringify(this.#commands));
    } catch {
      // A full storage costs the history of the next visit, nothing else.
    }
  }

  /** The command before; undefined at the oldest one. */
  older(typed: string): string | undefined {
    if (this.#place === 0) return undefined;
    if (this.#place === this.#commands.length) this.#draft = typed;
    this.#place--;
    return this.#commands[this.#place];
  }

  /** The command after, at last what was being typed; undefined when there is nothing after. */
  newer(): string | undefined {
    if (this.#place >= this.#commands.length) return undefined;
    this.#place++;
    return this.#commands[this.#place] ?? this.#draft;
  }

  #load(): string[] {
    try {
      const stored: unknown = JSON.parse(this.#storage?.getItem(this.#key) ?? '[]');
      return Array.isArray(stored) ? stored.filter((command) => typeof command === 'string').slice(-MOST) : [];
    } catch {
      return [];
    }
  }
}

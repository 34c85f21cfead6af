import { CONVARS } from '../convars.ts';

/** Variables of the game that no setting changes, with what they are by default. */
const OTHERS: Readonly<Record<string, string>> = {
  'env.time': '9',
  'server.ip': '0.0.0.0',
  'server.identity': 'main',
  'env.timescale': '0.0066',
};

/** The variables of a running game, which are asked for by name and set by name and value. */
export class Variables {
  readonly #values: Map<string, string>;
  /** What was set while the game ran: the game writes these into serverauto.cfg. */
  readonly changed = new Map<string, string>();

  constructor(cfg: ReadonlyMap<string, string>, options: ReadonlyMap<string, string>) {
    const known = [...CONVARS.values()].map((name) => [name, ''] as const);
    this.#values = new Map([
      ...known,
      ...Object.entries(OTHERS),
      ...[...cfg, ...options].map(([name, value]) => [name, spelled(value)] as const),
    ]);
  }

  get(name: string): string | undefined {
    return this.#values.get(name.toLowerCase());
  }

  /** Sets a variable; false when the game has none of that name. */
  set(name: string, value: string): boolean {
    const key = name.toLowerCase();
    if (!this.#values.has(key)) return false;
    this.#values.set(key, spelled(value));
    this.changed.set(key, spelled(value));
    return true;
  }
}

/** As the game spells it when asked. */
function spelled(value: string): string {
  return value === 'true' ? 'True' : value === 'false' ? 'False' : value;
}

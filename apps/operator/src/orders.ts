import { gameServerSpecSchema, type GameServerSpec } from '@gse/resources';
import { planServer, type AnyGame, type PlanResult } from '@gse/sdk';
import type { GameServer } from '@gse/server-objects';
import type { OperatorContext } from './context.ts';

/** Orders that are kept as they were read. A server is looked at several times while it comes up, and seldom after that. */
const MOST_KEPT = 1_000;

/** An order as the operator understands it. */
export interface Order {
  /** With defaults filled in; as it stands where it is not valid. */
  readonly spec: GameServerSpec;
  /** Absent where no adapter has this id. */
  readonly game: AnyGame | undefined;
  readonly plan: PlanResult | undefined;
}

/** Reads orders and plans them, each generation once while it is fresh. */
export class Orders {
  readonly #gameById: OperatorContext['gameById'];
  readonly #read = new Map<string, Order>();

  constructor({ gameById }: Pick<OperatorContext, 'gameById'>) {
    this.#gameById = gameById;
  }

  of({ metadata: { uid, generation }, spec: given }: GameServer): Order {
    const key = `${uid}/${generation}`;
    const known = uid === undefined ? undefined : this.#read.get(key);
    if (known) return known;
    const parsed = gameServerSpecSchema.safeParse(given);
    const spec = parsed.success ? parsed.data : given;
    const game = this.#gameById(spec.game);
    const order = { spec, game, plan: game && planServer(game, spec) };
    const oldest = this.#read.size < MOST_KEPT ? undefined : this.#read.keys().next().value;
    if (oldest !== undefined) this.#read.delete(oldest);
    this.#read.set(key, order);
    return order;
  }
}

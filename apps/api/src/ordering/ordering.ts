import type { GameServer } from '@gse/server-objects';
import type { AnyGame } from '@gse/sdk';
import type { Wish } from '../access/permissions.ts';
import type { Place } from '../kinds.ts';
import type { NetworkType } from '../network/types.ts';
import type { CheckedChange } from '../servers/change.ts';
import type { CheckedWish } from '../servers/check.ts';
import type { SecretValues } from '../servers/secrets.ts';
import type { Caller } from '../session/callers.ts';

/** An order that is about to be placed. Its name is the one people give; the server's may be longer. */
export interface NewOrder extends CheckedWish {
  readonly place: Place;
  readonly secrets: SecretValues;
}

/** The way in which servers of one game are ordered. */
export interface OrderDesk {
  /** What a caller has to be allowed to, to order. */
  readonly permission: Pick<Wish, 'group' | 'resource'>;
  /** Ways for players to reach a server that can be asked for; whether the caller may is another question. */
  readonly networkTypes: readonly NetworkType[];
  /** Name of the server that an order makes. */
  serverName(orderName: string): string;
  /** @throws ApiError for what this way of ordering cannot say or does not take */
  check(order: NewOrder): void;
  exists(caller: Caller, place: Place, signal: AbortSignal): Promise<boolean>;
  /** Writes an order in the name of the caller. Either server and credentials are ordered afterwards, or neither. */
  place(caller: Caller, order: NewOrder, signal: AbortSignal): Promise<GameServer>;
  /** The order as YAML, as kubectl apply takes it. */
  manifest(place: Place, spec: GameServer['spec']): string;
}

/** A server as it was ordered, to be ordered otherwise. */
export interface PlacedOrder {
  /** With the wish as it stands where it is written; what runs may be behind. */
  readonly server: GameServer;
  readonly networkTypes: readonly NetworkType[];
  /** @throws KubeError `Conflict` when somebody else was faster */
  write(change: CheckedChange, signal: AbortSignal): Promise<GameServer>;
  /** Changes single credentials; null removes one. */
  writeSecrets(values: SecretValues, signal: AbortSignal): Promise<void>;
  /** Asks for its deletion, after saying what becomes of the world where that is not said yet. */
  remove(whenDeleted: 'Retain' | 'Delete' | undefined, signal: AbortSignal): Promise<void>;
}

/** How servers are ordered here. Reading is the same everywhere: everybody reads GameServers. */
export interface Ordering {
  deskFor(game: AnyGame): Promise<OrderDesk>;
  /** The server as it is; one that was ordered and is still being set up is there already. @throws KubeError */
  look(caller: Caller, place: Place, signal: AbortSignal): Promise<GameServer>;
  /** The order behind a server. @throws KubeError */
  open(caller: Caller, place: Place, signal: AbortSignal): Promise<PlacedOrder>;
  /** The order of a server as YAML, as kubectl apply takes it. */
  manifestOf(server: GameServer): Promise<string>;
}

import { A2sError } from '../errors.ts';
import { FieldReader } from './reader.ts';

/** More rows than any server has players. */
const MAX_ROWS = 4096;
const SHIP_ROW_BYTES = 8;

/** A player as server browsers see one. */
export interface A2sPlayer {
  /** Empty while they connect, and always on games that hide names. */
  readonly name: string;
  readonly score: number;
  /** Time on the server. */
  readonly seconds: number;
  readonly ship?: { readonly deaths: number; readonly money: number };
}

/** The list of players. */
export interface A2sPlayers {
  /** How many the server says it lists; one byte, so it wraps. */
  readonly declared: number;
  /** Those it really listed. */
  readonly players: readonly A2sPlayer[];
}

/**
 * Reads the answer to `players`. How many rows there are is seen at the end of the datagram only: the number in front is too
 * small on large servers and too large where the list was cut. The Ship sends further figures behind all rows.
 */
export function readPlayers(body: Buffer, { isShip }: { readonly isShip: boolean }): A2sPlayers {
  const fields = new FieldReader(body);
  const declared = fields.u8();
  if (declared === undefined) throw new A2sError('protocol', 'The server sent an empty list of players.');
  const players: A2sPlayer[] = [];
  while (players.length < MAX_ROWS && fields.rest > 0 && !(isShip && players.length === declared)) {
    fields.u8(); // index, nearly always 0
    const name = fields.text();
    const score = fields.i32();
    const seconds = fields.f32();
    if (name === undefined || score === undefined || seconds === undefined) break;
    players.push({ name, score, seconds: Number.isFinite(seconds) ? seconds : 0 });
  }
  if (!isShip || fields.rest < SHIP_ROW_BYTES * players.length) return { declared, players };
  return { declared, players: players.map((player) => ({ ...player, ship: { deaths: fields.i32() ?? 0, money: fields.i32() ?? 0 } })) };
}

import { createHash } from 'node:crypto';
import { isSteamId } from '../steam-id.ts';

/** SteamID64 of the account with the number zero. */
const FIRST_ACCOUNT = 76_561_197_960_265_728n;

/** The SteamID of a simulated player: the same name always has the same, of any age of accounts. Who joins by a SteamID has that. */
export function steamIdOf(name: string): string {
  if (isSteamId(name)) return name;
  const account = createHash('sha256').update(name).digest().readUInt32LE(0);
  return String(FIRST_ACCOUNT + BigInt(account));
}

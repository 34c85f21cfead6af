import { createHash } from 'node:crypto';
import { isSteamId } from '../steam-id.ts';

/** The SteamID of a simulated player: the same name always has the same. Who joins by a SteamID has that. */
export function steamIdOf(name: string): string {
  if (isSteamId(name)) return name;
  const digits = createHash('sha256').update(name).digest().readUInt32LE(0);
  return `7656119${String(8_000_000_000 + (digits % 1_000_000_000)).padStart(10, '0')}`;
}

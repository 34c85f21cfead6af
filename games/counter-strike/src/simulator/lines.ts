import { steamId2, steamId3 } from '../steam-id.ts';
import type { Edition } from '../editions.ts';

/** A line of the game's own log, such as `L 11/07/2025 - 20:02:08: World triggered "Round_Start"`. */
export function logLine(message: string): string {
  const [date = '', time = ''] = new Date().toISOString().slice(0, 19).split('T');
  const [year, month, day] = date.split('-');
  return `L ${month}/${day}/${year} - ${time}: ${message}`;
}

/** Somebody as the log names them: `"Ada<3><[U:1:52079950]><CT>"`. */
export function person({ name, slot, id }: { name: string; slot: number; id: string }, edition: Edition, team = ''): string {
  return `"${name}<${slot}><${edition === 'cs2' ? steamId3(id) : steamId2(id)}><${team}>"`;
}

/** A line of SteamCMD while it works. */
export function steamLine(state: string, what: string, fraction: number): string {
  const total = 61_203_456_789;
  return ` Update state (${state}) ${what}, progress: ${(fraction * 100).toFixed(2)} (${Math.round(total * fraction)} / ${total})`;
}

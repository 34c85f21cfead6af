import { z } from 'zod';
import { broadcast } from './broadcast.ts';
import { maps } from './maps.ts';
import { rules } from './rules.ts';
import { server } from './server.ts';

export { MAP_FILE, MODE_FILE, SERVER_FILE } from './field.ts';
export { REGIONS } from './server.ts';

/** Everything a customer may set without opening a file. Defaults are the game's own, except where said. */
export const settings = z.object({ ...server, ...maps, ...rules, ...broadcast });

/** Settings with every default filled in. */
export type CounterStrikeSettings = z.output<typeof settings>;

/** Checks that need more than one field. */
export function checkSettings(chosen: CounterStrikeSettings): readonly { readonly path: string; readonly message: string }[] {
  const complaints: { path: string; message: string }[] = [];
  const complain = (path: keyof CounterStrikeSettings, message: string): number => complaints.push({ path, message });
  if (chosen.workshopMap !== '' && chosen.workshopCollection !== '')
    complain('workshopCollection', 'there is a workshop map already; choose one or the other');
  if (chosen.visibleMaxPlayers > chosen.maxPlayers)
    complain('visibleMaxPlayers', `cannot be more than the ${chosen.maxPlayers} players that may play`);
  if (chosen.botQuota >= chosen.maxPlayers && chosen.botQuotaMode !== 'fill' && chosen.botQuotaMode !== 'match')
    complain('botQuota', `leaves no place for players: ${chosen.maxPlayers} may play in all; bots that fill up give way to players`);
  if (chosen.tvAutoRecord && !chosen.tvEnabled) complain('tvAutoRecord', 'matches are recorded by SourceTV; turn it on first');
  if (chosen.edition === 'csgo-legacy' && !chosen.lan)
    complain('edition', 'the old game can only be played on a local network; turn on "Local network only" as well');
  return complaints;
}

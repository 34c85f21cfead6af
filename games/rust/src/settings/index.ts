import { z } from 'zod';
import { isSteamId } from '../steam-id.ts';
import { access } from './access.ts';
import { decay } from './decay.ts';
import { gameplay } from './gameplay.ts';
import { performance } from './performance.ts';
import { plugins } from './plugins.ts';
import { rustPlus } from './rust-plus.ts';
import { server } from './server.ts';
import { world } from './world.ts';

export { IDLE_KICK_MODES } from './access.ts';
export type { Framework } from './plugins.ts';
export { LEVELS } from './world.ts';

/** Everything a customer may set without opening a file. Defaults are the game's own, except where said. */
export const settings = z.object({
  ...server,
  ...world,
  ...plugins,
  ...gameplay,
  ...decay,
  ...access,
  ...performance,
  ...rustPlus,
});

/** Settings with every default filled in. */
export type RustSettings = z.output<typeof settings>;

/** Checks that need more than one field, or more than a pattern. */
export function checkSettings(chosen: RustSettings): readonly { readonly path: string; readonly message: string }[] {
  const complaints: { path: string; message: string }[] = [];
  for (const list of ['owners', 'moderators'] as const) {
    const wrong = chosen[list].find((id) => !isSteamId(id));
    if (wrong !== undefined)
      complaints.push({
        path: list,
        message: `${JSON.stringify(wrong)} is no SteamID: 17 digits that begin with 7656, as steamid.io shows them for a profile`,
      });
  }
  const both = chosen.owners.find((id) => chosen.moderators.includes(id));
  if (both !== undefined) complaints.push({ path: 'moderators', message: `${both} is an owner already, who may do more than a moderator` });
  if (chosen.levelUrl !== '' && chosen.level !== 'procedural')
    complaints.push({ path: 'level', message: 'a map of your own stands in place of the kind of map; leave the kind at procedural' });
  if (!chosen.rustPlus && chosen.rustPlusAddress !== '')
    complaints.push({ path: 'rustPlusAddress', message: 'Rust+ is off, so it needs no address' });
  return complaints;
}

import type { SettingMeta } from '@gse/sdk';
import { z } from 'zod';
import { access } from './access.ts';
import { enemies } from './enemies.ts';
import { listing } from './listing.ts';
import { map } from './map.ts';
import { network } from './network.ts';
import { play } from './play.ts';
import { saving } from './saving.ts';
import { world } from './world.ts';

export { PLAYER_NAME } from './field.ts';

/**
 * Settings of a Factorio server. Live ones have a documented `/config set` option (or a command of their own); the game
 * reads everything else only when it starts, and map settings only when it creates a map.
 */
export const settings = z.object({ ...listing, ...access, ...play, ...saving, ...network, ...world, ...map, ...enemies });

/** The settings of one server, defaults filled in. */
export type FactorioSettings = z.output<typeof settings>;

const DEFAULTS: FactorioSettings = settings.parse({});

/** What the map generator is told in figures; a preset decides these instead. */
const MAP_FIGURES = Object.keys(settings.shape).filter((name) => {
  const { applies } = settings.shape[name as keyof FactorioSettings].meta() as unknown as SettingMeta;
  return applies === 'wipe' && name !== 'mapPreset' && name !== 'mapSeed';
}) as readonly (keyof FactorioSettings)[];

/** Complaints about settings that do not go together. */
export function check(wished: FactorioSettings): readonly { readonly path: string; readonly message: string }[] {
  const complaints: { path: string; message: string }[] = [];
  if (wished.visibilityPublic && !wished.requireUserVerification) {
    complaints.push({
      path: 'requireUserVerification',
      message: 'A publicly listed server must verify accounts; the game refuses to start otherwise. Turn this on, or public listing off.',
    });
  }
  // Which of the two wins where a preset and figures are given is not documented, so it is not left to chance.
  if (wished.mapPreset !== 'default') {
    for (const name of MAP_FIGURES) {
      if (wished[name] !== DEFAULTS[name])
        complaints.push({
          path: name,
          message: `The map preset ${wished.mapPreset} decides this. Leave it at ${String(DEFAULTS[name])}, or choose the preset default.`,
        });
    }
  }
  if (wished.enemyExpansionMinCooldown > wished.enemyExpansionMaxCooldown) {
    complaints.push({ path: 'enemyExpansionMinCooldown', message: 'The shortest time between expansions is longer than the longest.' });
  }
  if (wished.minimumSegmentSize > wished.maximumSegmentSize) {
    complaints.push({ path: 'minimumSegmentSize', message: 'The smallest message segment is larger than the largest.' });
  }
  if (wished.maximumSegmentSizePeerCount > wished.minimumSegmentSizePeerCount) {
    complaints.push({
      path: 'maximumSegmentSizePeerCount',
      message:
        'Largest segments would still be used where smallest ones are: this must not exceed the player count of the smallest segment.',
    });
  }
  return complaints;
}

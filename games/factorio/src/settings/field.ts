import type { Applies, SettingMeta } from '@gse/sdk';
import { z } from 'zod';

/** What a Factorio account name looks like. */
export const PLAYER_NAME = /^[A-Za-z0-9._-]{1,60}$/;

/** Makes the meta of the fields of one group. */
export function about(
  group: string,
): (applies: Applies, words: Pick<SettingMeta, 'title' | 'description' | 'lands' | 'unit'>) => SettingMeta & Record<string, unknown> {
  return (applies, words) => ({ group, applies, ...words });
}

/** A figure of the map generator: 1 is normal; the sliders of the game go from 1/6 to 6, and 0 leaves it out. */
export const slider = () => z.number().min(0).max(6).default(1);

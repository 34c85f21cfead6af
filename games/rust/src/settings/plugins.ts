import type { SettingMeta } from '@gse/sdk';
import { z } from 'zod';

/** What runs plugins. */
const FRAMEWORKS = ['vanilla', 'oxide', 'carbon'] as const;
export type Framework = (typeof FRAMEWORKS)[number];

/** Plugins and updates. */
export const plugins = {
  framework: z
    .enum(FRAMEWORKS)
    .default('vanilla')
    .meta({
      group: 'Plugins and updates',
      title: 'Plugin framework',
      applies: 'restart',
      lands: 'container: FRAMEWORK',
      description:
        'vanilla: no plugins. oxide (uMod): most plugins, must be renewed after every update, which is done at every start. carbon: runs the same plugins and leaves the game files alone. With plugins the server is listed as modded.',
    } satisfies SettingMeta),
  updateOnStart: z
    .boolean()
    .default(true)
    .meta({
      group: 'Plugins and updates',
      title: 'Update at every start',
      applies: 'restart',
      lands: 'container: UPDATE_ON_START',
      description:
        'Takes the newest build from Steam before the game starts. Without it nobody can join after the publisher has updated the game.',
    } satisfies SettingMeta),
};

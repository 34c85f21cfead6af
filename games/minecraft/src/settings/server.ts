import type { SettingMeta } from '@gse/sdk';
import { z } from 'zod';
import { property, twoLines } from './field.ts';

/** Software that runs the world. */
export const FLAVOURS = ['paper', 'vanilla', 'purpur', 'fabric'] as const;
export type Flavour = (typeof FLAVOURS)[number];

const GROUP = 'Server';

/** What it is and how it shows itself. */
export const server = {
  flavour: z
    .enum(FLAVOURS)
    .default('paper')
    .meta({
      group: GROUP,
      title: 'Server software',
      applies: 'restart',
      lands: 'container: TYPE',
      description: 'paper: fast, runs plugins. vanilla: the original. purpur: Paper with more options. fabric: runs Fabric mods.',
    } satisfies SettingMeta),
  motd: z
    .string()
    .regex(...twoLines)
    .max(150)
    .default('A Minecraft Server')
    .meta(
      property('motd', {
        group: GROUP,
        title: 'Message of the day',
        applies: 'restart',
        description: 'What players read under the name in their server list; up to two lines, § codes give colours.',
      }),
    ),
  maxPlayers: z
    .int()
    .min(1)
    .max(2000)
    .default(20)
    .meta(
      property('max-players', {
        group: GROUP,
        title: 'Most players',
        applies: 'restart',
        unit: 'players',
        description: 'How many may be online at once.',
      }),
    ),
  hideOnlinePlayers: z
    .boolean()
    .default(false)
    .meta(
      property('hide-online-players', {
        group: GROUP,
        title: 'Hide names in the server list',
        applies: 'restart',
        description: 'Shows the number of players in the server list, but no names.',
      }),
    ),
};

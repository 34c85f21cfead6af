import { z } from 'zod';
import { property } from './field.ts';

const GROUP = 'Gameplay';

/** Rules of the game. */
export const gameplay = {
  difficulty: z
    .enum(['peaceful', 'easy', 'normal', 'hard'])
    .default('easy')
    .meta(
      property('difficulty', {
        group: GROUP,
        title: 'Difficulty',
        applies: 'live',
        description: 'How dangerous monsters and hunger are.',
      }),
    ),
  gamemode: z
    .enum(['survival', 'creative', 'adventure', 'spectator'])
    .default('survival')
    .meta(
      property('gamemode', {
        group: GROUP,
        title: 'Game mode',
        applies: 'live',
        description: 'The mode new players start in.',
      }),
    ),
  forceGamemode: z
    .boolean()
    .default(false)
    .meta(
      property('force-gamemode', {
        group: GROUP,
        title: 'Force game mode',
        applies: 'restart',
        description: 'Puts everybody into the game mode above whenever they join.',
      }),
    ),
  hardcore: z
    .boolean()
    .default(false)
    .meta(
      property('hardcore', {
        group: GROUP,
        title: 'Hardcore',
        applies: 'wipe',
        description: 'Whoever dies can only watch from then on. Decided when the world is made.',
      }),
    ),
  spawnProtection: z
    .int()
    .min(0)
    .max(1000)
    .default(16)
    .meta(
      property('spawn-protection', {
        group: GROUP,
        title: 'Spawn protection',
        applies: 'restart',
        unit: 'blocks',
        description: 'Around the spawn point only operators may build. 0 is off.',
      }),
    ),
  allowFlight: z
    .boolean()
    .default(false)
    .meta(
      property('allow-flight', {
        group: GROUP,
        title: 'Allow flight',
        applies: 'restart',
        description: 'Does not kick players whose mods or lag make them fly in survival.',
      }),
    ),
  playerIdleTimeout: z
    .int()
    .min(0)
    .max(10_000)
    .default(0)
    .meta(
      property('player-idle-timeout', {
        group: GROUP,
        title: 'Kick idle players',
        applies: 'live',
        unit: 'minutes',
        description: 'Kicks players who do nothing for this long. 0 is never.',
      }),
    ),
};

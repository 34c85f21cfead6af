import { z } from 'zod';
import { oneLine, property } from './field.ts';

const GROUP = 'World';

/** The world; most of it decides only about a new one. */
export const world = {
  levelName: z
    .string()
    .regex(
      /^[A-Za-z0-9](?:[A-Za-z0-9 ._-]{0,62}[A-Za-z0-9_-])?$/,
      'must be a folder name of letters, digits, spaces, dots, - and _, which begins with a letter or digit and ends with neither space nor dot',
    )
    .default('world')
    .meta(
      property('level-name', {
        group: GROUP,
        title: 'World folder',
        applies: 'restart',
        description: 'Folder of the world. Another name is another world; the old one is kept.',
      }),
    ),
  levelSeed: z
    .string()
    .regex(...oneLine)
    .max(64)
    .default('')
    .meta(
      property('level-seed', {
        group: GROUP,
        title: 'Seed',
        applies: 'wipe',
        description: 'Number or word the world grows from. Empty: a random one.',
      }),
    ),
  levelType: z
    .enum(['normal', 'flat', 'large_biomes', 'amplified'])
    .default('normal')
    .meta(
      property('level-type', {
        group: GROUP,
        title: 'Kind of world',
        applies: 'wipe',
        description: 'What landscape a new world has.',
      }),
    ),
  generatorSettings: z
    .string()
    .regex(/^\{[^\x00-\x1f\x7f]*\}$/, 'must be a JSON object on one line, where {} leaves it to the game')
    .max(2000)
    .default('{}')
    .meta(
      property('generator-settings', {
        group: GROUP,
        title: 'Layers of a flat world',
        applies: 'wipe',
        description:
          'What a new flat world is made of, as JSON with its layers and biome, such as {"biome":"minecraft:plains","layers":[{"block":"minecraft:bedrock","height":1}]}. {} leaves it to the game.',
      }),
    ),
  generateStructures: z
    .boolean()
    .default(true)
    .meta(
      property('generate-structures', {
        group: GROUP,
        title: 'Structures',
        applies: 'wipe',
        description: 'Villages, temples and the like in new chunks.',
      }),
    ),
  maxWorldSize: z
    .int()
    .min(1)
    .max(29_999_984)
    .default(29_999_984)
    .meta(
      property('max-world-size', {
        group: GROUP,
        title: 'World border',
        applies: 'restart',
        unit: 'blocks',
        description: 'How far from the centre the world may reach.',
      }),
    ),
};

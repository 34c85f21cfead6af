import { z } from 'zod';
import { about, slider } from './field.ts';

const meta = about('New map');

/** Map generator presets the game ships. */
const MAP_PRESETS = [
  'default',
  'rich-resources',
  'marathon',
  'death-world',
  'death-world-marathon',
  'rail-world',
  'ribbon-world',
  'island',
] as const;

/** What the next new map is like. */
export const map = {
  mapPreset: z
    .enum(MAP_PRESETS)
    .default('default')
    .meta(
      meta('wipe', {
        title: 'Preset',
        lands: '--preset',
        description:
          'A ready-made kind of map. With any but default, the preset decides all figures below but the seed, and they must be left as they are.',
      }),
    ),
  mapSeed: z
    .int()
    .min(0)
    .max(4_294_967_295)
    .default(0)
    .meta(
      meta('wipe', {
        title: 'Seed',
        description: 'The same seed and settings make the same map; 0 takes a random one.',
        lands: '--map-gen-seed',
      }),
    ),
  mapWidth: z
    .int()
    .min(0)
    .max(2_000_000)
    .default(0)
    .meta(
      meta('wipe', {
        title: 'Width',
        description: 'Width of the map; 0 is endless.',
        unit: 'tiles',
        lands: 'map-gen-settings.json: width',
      }),
    ),
  mapHeight: z
    .int()
    .min(0)
    .max(2_000_000)
    .default(0)
    .meta(
      meta('wipe', {
        title: 'Height',
        description: 'Height of the map; 0 is endless.',
        unit: 'tiles',
        lands: 'map-gen-settings.json: height',
      }),
    ),
  mapStartingArea: slider().meta(
    meta('wipe', {
      title: 'Starting area',
      description: 'Size of the area without enemies around the start; 1 is normal.',
      lands: 'map-gen-settings.json: starting_area',
    }),
  ),
  mapWaterCoverage: slider().meta(
    meta('wipe', {
      title: 'Water coverage',
      description: 'How much of the map is water; 1 is normal, 0 is none.',
      lands: 'map-gen-settings.json: autoplace_controls.water.size',
    }),
  ),
  mapWaterScale: z
    .number()
    .min(0.1)
    .max(6)
    .default(1)
    .meta(
      meta('wipe', {
        title: 'Water scale',
        description: 'Size of lakes and land masses; larger is larger and farther apart.',
        lands: 'map-gen-settings.json: autoplace_controls.water.frequency',
      }),
    ),
  mapOreFrequency: slider().meta(
    meta('wipe', {
      title: 'Ore frequency',
      description: 'How many ore fields, stone and oil there are; 1 is normal.',
      lands: 'map-gen-settings.json: autoplace_controls.*.frequency',
    }),
  ),
  mapOreSize: slider().meta(
    meta('wipe', {
      title: 'Ore field size',
      description: 'How large ore and oil fields are; 1 is normal, 0 is none.',
      lands: 'map-gen-settings.json: autoplace_controls.*.size',
    }),
  ),
  mapOreRichness: slider().meta(
    meta('wipe', {
      title: 'Ore richness',
      description: 'How much each tile of ore holds; 1 is normal.',
      lands: 'map-gen-settings.json: autoplace_controls.*.richness',
    }),
  ),
  mapTrees: slider().meta(
    meta('wipe', {
      title: 'Trees',
      description: 'How much forest there is; 1 is normal, 0 is none. Trees swallow pollution.',
      lands: 'map-gen-settings.json: autoplace_controls.trees.size',
    }),
  ),
  mapCliffs: slider().meta(
    meta('wipe', {
      title: 'Cliffs',
      description: 'How continuous cliffs are; 1 is normal, 0 is none.',
      lands: 'map-gen-settings.json: cliff_settings.richness',
    }),
  ),
  technologyPriceMultiplier: z
    .number()
    .min(0.001)
    .max(1000)
    .default(1)
    .meta(
      meta('wipe', {
        title: 'Technology price',
        description: 'Multiplies what research costs.',
        lands: 'map-settings.json: difficulty_settings.technology_price_multiplier',
      }),
    ),
};

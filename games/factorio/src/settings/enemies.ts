import { z } from 'zod';
import { about, slider } from './field.ts';

const meta = about('New map: enemies and pollution');

/** What lives on the next new map. */
export const enemies = {
  peacefulMode: z
    .boolean()
    .default(false)
    .meta(
      meta('wipe', {
        title: 'Peaceful',
        description: 'Enemies attack only when attacked.',
        lands: 'map-gen-settings.json: peaceful_mode',
      }),
    ),
  enemyBases: slider().meta(
    meta('wipe', {
      title: 'Enemy bases',
      description: 'How large enemy bases are; 1 is normal, 0 is no enemies at all.',
      lands: 'map-gen-settings.json: autoplace_controls.enemy-base.size',
    }),
  ),
  pollution: z
    .boolean()
    .default(true)
    .meta(
      meta('wipe', {
        title: 'Pollution',
        description: 'Factories pollute, and pollution draws attacks.',
        lands: 'map-settings.json: pollution.enabled',
      }),
    ),
  pollutionDiffusion: z
    .number()
    .min(0)
    .max(0.25)
    .default(0.02)
    .meta(
      meta('wipe', {
        title: 'Pollution spread',
        description: 'Share of pollution that spreads to each neighbouring chunk every second.',
        lands: 'map-settings.json: pollution.diffusion_ratio',
      }),
    ),
  pollutionAbsorption: z
    .number()
    .min(0.1)
    .max(10)
    .default(1)
    .meta(
      meta('wipe', {
        title: 'Pollution absorption',
        description: 'How fast terrain swallows pollution; 1 is normal.',
        lands: 'map-settings.json: pollution.ageing',
      }),
    ),
  pollutionAttackCost: z
    .number()
    .min(0.1)
    .max(10)
    .default(1)
    .meta(
      meta('wipe', {
        title: 'Pollution per attack',
        description: 'How much pollution an attack costs; higher is fewer attackers.',
        lands: 'map-settings.json: pollution.enemy_attack_pollution_consumption_modifier',
      }),
    ),
  enemyEvolution: z
    .boolean()
    .default(true)
    .meta(
      meta('wipe', {
        title: 'Enemy evolution',
        description: 'Enemies grow stronger.',
        lands: 'map-settings.json: enemy_evolution.enabled',
      }),
    ),
  enemyEvolutionTime: z
    .number()
    .min(0)
    .max(0.001)
    .default(0.000_004)
    .meta(
      meta('wipe', {
        title: 'Evolution by time',
        description: 'How much each second of play adds.',
        lands: 'map-settings.json: enemy_evolution.time_factor',
      }),
    ),
  enemyEvolutionDestroy: z
    .number()
    .min(0)
    .max(0.1)
    .default(0.002)
    .meta(
      meta('wipe', {
        title: 'Evolution by destroyed nests',
        description: 'How much each destroyed nest adds.',
        lands: 'map-settings.json: enemy_evolution.destroy_factor',
      }),
    ),
  enemyEvolutionPollution: z
    .number()
    .min(0)
    .max(0.001)
    .default(0.000_000_9)
    .meta(
      meta('wipe', {
        title: 'Evolution by pollution',
        description: 'How much each unit of pollution adds.',
        lands: 'map-settings.json: enemy_evolution.pollution_factor',
      }),
    ),
  enemyExpansion: z
    .boolean()
    .default(true)
    .meta(
      meta('wipe', {
        title: 'Enemy expansion',
        description: 'Enemies found new bases.',
        lands: 'map-settings.json: enemy_expansion.enabled',
      }),
    ),
  enemyExpansionMinCooldown: z
    .int()
    .min(1)
    .max(600)
    .default(4)
    .meta(
      meta('wipe', {
        title: 'Shortest time between expansions',
        description: 'Enemies wait at least so long before they found another base.',
        unit: 'minutes',
        lands: 'map-settings.json: enemy_expansion.min_expansion_cooldown',
      }),
    ),
  enemyExpansionMaxCooldown: z
    .int()
    .min(1)
    .max(600)
    .default(60)
    .meta(
      meta('wipe', {
        title: 'Longest time between expansions',
        description: 'Enemies found another base after so long at the latest.',
        unit: 'minutes',
        lands: 'map-settings.json: enemy_expansion.max_expansion_cooldown',
      }),
    ),
};

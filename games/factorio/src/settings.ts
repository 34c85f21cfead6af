import type { Applies, SettingMeta } from '@gse/sdk';
import { z } from 'zod';

/** What a Factorio account name looks like. */
export const PLAYER_NAME = /^[A-Za-z0-9._-]{1,60}$/;

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

type Words = Pick<SettingMeta, 'title' | 'description' | 'lands' | 'unit'>;
const about =
  (group: string) =>
  (applies: Applies, words: Words): SettingMeta & Record<string, unknown> => ({ group, applies, ...words });

const listing = about('Listing');
const access = about('Access');
const saving = about('Saving');
const play = about('Play');
const network = about('Network');
const world = about('World');
const map = about('New map');
const enemies = about('New map: enemies and pollution');

/** A figure of the map generator: 1 is normal; the sliders of the game go from 1/6 to 6, and 0 leaves it out. */
const slider = () => z.number().min(0).max(6).default(1);

/**
 * Settings of a Factorio server. Live ones have a documented `/config set` option (or a command of their own); the game
 * reads everything else only when it starts, and map settings only when it creates a map.
 */
export const settings = z.object({
  name: z
    .string()
    .min(1)
    .max(100)
    .default('Factorio server')
    .meta(
      listing('restart', {
        title: 'Server name',
        description: 'Shown in the server browser and on the loading screen.',
        lands: 'server-settings.json: name',
      }),
    ),
  description: z
    .string()
    .max(1000)
    .default('')
    .meta(
      listing('restart', {
        title: 'Description',
        description: 'Shown when a player selects the server in the browser.',
        lands: 'server-settings.json: description',
      }),
    ),
  tags: z
    .array(z.string().min(1).max(40))
    .max(20)
    .default([])
    .meta(
      listing('restart', {
        title: 'Tags',
        description: 'Words players can search for in the server browser.',
        lands: 'server-settings.json: tags',
      }),
    ),
  visibilityPublic: z
    .boolean()
    .default(false)
    .meta(
      listing('restart', {
        title: 'List publicly',
        lands: 'server-settings.json: visibility.public',
        description:
          'Lists the server in the public browser. Needs a factorio.com account (user name and token), user verification, and the same port outside as inside.',
      }),
    ),
  visibilityLan: z
    .boolean()
    .default(false)
    .meta(
      listing('live', {
        title: 'Announce on the local network',
        description: 'Broadcasts the server to machines of the same network. Of use only where players share a network with it.',
        lands: 'server-settings.json: visibility.lan',
      }),
    ),

  maxPlayers: z
    .int()
    .min(0)
    .max(65_535)
    .default(0)
    .meta(
      access('live', {
        title: 'Most players',
        description: 'How many may play at once; 0 is no limit. Admins can always join.',
        unit: 'players',
        lands: 'server-settings.json: max_players',
      }),
    ),
  ignorePlayerLimitForReturningPlayers: z
    .boolean()
    .default(false)
    .meta(
      access('live', {
        title: 'Returning players may always join',
        description: 'Whoever has played on this map before may join a full server.',
        lands: 'server-settings.json: ignore_player_limit_for_returning_players',
      }),
    ),
  requireUserVerification: z
    .boolean()
    .default(true)
    .meta(
      access('live', {
        title: 'Verify accounts',
        description: 'Only players with a valid factorio.com account may join. The server must be able to reach auth.factorio.com.',
        lands: 'server-settings.json: require_user_verification',
      }),
    ),
  whitelist: z
    .boolean()
    .default(false)
    .meta(
      access('live', {
        title: 'Only allowed players',
        description: 'Only players on the whitelist, and admins, may join. The list itself is kept with allow and disallow.',
        lands: '--use-server-whitelist',
      }),
    ),
  admins: z
    .array(z.string().regex(PLAYER_NAME))
    .max(200)
    .default([])
    .meta(
      access('live', {
        title: 'Admins',
        lands: 'server-adminlist.json',
        description:
          'Players who are made admins. Those promoted in the game stay admins too; taking a name out here does not demote, demoting does.',
      }),
    ),

  allowCommands: z
    .enum(['admins-only', 'true', 'false'])
    .default('admins-only')
    .meta(
      play('live', {
        title: 'Who may run Lua',
        description: 'Who may use script commands. Any script command turns achievements off for this save for good.',
        lands: 'server-settings.json: allow_commands',
      }),
    ),
  autoPause: z
    .boolean()
    .default(true)
    .meta(
      play('restart', {
        title: 'Pause when empty',
        description: 'Time stands still while nobody is online. An empty server then needs hardly any CPU.',
        lands: 'server-settings.json: auto_pause',
      }),
    ),
  autoPauseWhenPlayersConnect: z
    .boolean()
    .default(false)
    .meta(
      play('restart', {
        title: 'Pause while somebody joins',
        description: 'Pauses the game while a player downloads the map and catches up.',
        lands: 'server-settings.json: auto_pause_when_players_connect',
      }),
    ),
  onlyAdminsCanPause: z
    .boolean()
    .default(true)
    .meta(
      play('live', {
        title: 'Only admins may pause',
        description: 'Keeps players from pausing the game for everybody.',
        lands: 'server-settings.json: only_admins_can_pause_the_game',
      }),
    ),
  afkAutokickInterval: z
    .int()
    .min(0)
    .max(1440)
    .default(0)
    .meta(
      play('live', {
        title: 'Kick who is away',
        description: 'Kicks players who did nothing for so long; 0 is never.',
        unit: 'minutes',
        lands: 'server-settings.json: afk_autokick_interval',
      }),
    ),

  autosaveInterval: z
    .int()
    .min(1)
    .max(1440)
    .default(10)
    .meta(
      saving('live', {
        title: 'Autosave every',
        description: 'What a power cut can cost at most. On a huge map every autosave halts the game for seconds: raise it then.',
        unit: 'minutes',
        lands: 'server-settings.json: autosave_interval',
      }),
    ),
  autosaveSlots: z
    .int()
    .min(1)
    .max(100)
    .default(5)
    .meta(
      saving('restart', {
        title: 'Autosaves to keep',
        description: 'How many autosaves are kept before the oldest is written over.',
        lands: 'server-settings.json: autosave_slots',
      }),
    ),
  autosaveOnlyOnServer: z
    .boolean()
    .default(true)
    .meta(
      saving('live', {
        title: 'Autosave on the server only',
        description: "When off, every player's own machine autosaves too.",
        lands: 'server-settings.json: autosave_only_on_server',
      }),
    ),
  nonBlockingSaving: z
    .boolean()
    .default(false)
    .meta(
      saving('restart', {
        title: 'Save in the background',
        description:
          'Autosaves without halting the game, by a copy of the process: needs up to twice the memory while it saves. The game calls it experimental.',
        lands: 'server-settings.json: non_blocking_saving',
      }),
    ),

  maxUploadKilobytesPerSecond: z
    .int()
    .min(0)
    .max(10_000_000)
    .default(0)
    .meta(
      network('live', {
        title: 'Upload limit',
        description: 'For sending the map to joining players; 0 is no limit.',
        unit: 'kB/s',
        lands: 'server-settings.json: max_upload_in_kilobytes_per_second',
      }),
    ),
  maxUploadSlots: z
    .int()
    .min(0)
    .max(1000)
    .default(5)
    .meta(
      network('restart', {
        title: 'Uploads at once',
        description: 'How many joining players download the map at the same time; 0 is no limit.',
        lands: 'server-settings.json: max_upload_slots',
      }),
    ),
  minimumLatencyInTicks: z
    .int()
    .min(0)
    .max(300)
    .default(0)
    .meta(
      network('restart', {
        title: 'Least latency',
        description: 'Delays everybody by at least so much; evens out wavering connections.',
        unit: 'ticks',
        lands: 'server-settings.json: minimum_latency_in_ticks',
      }),
    ),
  maxHeartbeatsPerSecond: z
    .int()
    .min(6)
    .max(240)
    .default(60)
    .meta(
      network('restart', {
        title: 'Network rate',
        description: 'How often updates are sent. Lower saves bandwidth and adds delay.',
        unit: 'per second',
        lands: 'server-settings.json: max_heartbeats_per_second',
      }),
    ),
  minimumSegmentSize: z
    .int()
    .min(1)
    .max(1000)
    .default(25)
    .meta(
      network('restart', {
        title: 'Smallest message segment',
        description: 'Size of the pieces of long messages when many players are online.',
        lands: 'server-settings.json: minimum_segment_size',
      }),
    ),
  minimumSegmentSizePeerCount: z
    .int()
    .min(1)
    .max(65_535)
    .default(20)
    .meta(
      network('restart', {
        title: 'Players for the smallest segment',
        description: 'From so many players on, the smallest segments are used.',
        unit: 'players',
        lands: 'server-settings.json: minimum_segment_size_peer_count',
      }),
    ),
  maximumSegmentSize: z
    .int()
    .min(1)
    .max(1000)
    .default(100)
    .meta(
      network('restart', {
        title: 'Largest message segment',
        description: 'Size of the pieces of long messages when few players are online.',
        lands: 'server-settings.json: maximum_segment_size',
      }),
    ),
  maximumSegmentSizePeerCount: z
    .int()
    .min(1)
    .max(65_535)
    .default(10)
    .meta(
      network('restart', {
        title: 'Players for the largest segment',
        description: 'Up to so many players, the largest segments are used.',
        unit: 'players',
        lands: 'server-settings.json: maximum_segment_size_peer_count',
      }),
    ),

  saveName: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$/)
    .default('world')
    .meta(
      world('restart', {
        title: 'Save',
        lands: 'saves/<name>.zip',
        description:
          'The world that is played: a file of this name in the saves folder, created if there is none. Another name is another world; the first one stays.',
      }),
    ),
  spaceAge: z
    .boolean()
    .default(false)
    .meta(
      world('restart', {
        title: 'Space Age',
        lands: 'mod-list.json',
        description: 'Turns on the expansion; every player must own it. Turning it off again removes everything of it from the world.',
      }),
    ),

  mapPreset: z
    .enum(MAP_PRESETS)
    .default('default')
    .meta(
      map('wipe', {
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
      map('wipe', {
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
      map('wipe', {
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
      map('wipe', {
        title: 'Height',
        description: 'Height of the map; 0 is endless.',
        unit: 'tiles',
        lands: 'map-gen-settings.json: height',
      }),
    ),
  mapStartingArea: slider().meta(
    map('wipe', {
      title: 'Starting area',
      description: 'Size of the area without enemies around the start; 1 is normal.',
      lands: 'map-gen-settings.json: starting_area',
    }),
  ),
  mapWaterCoverage: slider().meta(
    map('wipe', {
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
      map('wipe', {
        title: 'Water scale',
        description: 'Size of lakes and land masses; larger is larger and farther apart.',
        lands: 'map-gen-settings.json: autoplace_controls.water.frequency',
      }),
    ),
  mapOreFrequency: slider().meta(
    map('wipe', {
      title: 'Ore frequency',
      description: 'How many ore fields, stone and oil there are; 1 is normal.',
      lands: 'map-gen-settings.json: autoplace_controls.*.frequency',
    }),
  ),
  mapOreSize: slider().meta(
    map('wipe', {
      title: 'Ore field size',
      description: 'How large ore and oil fields are; 1 is normal, 0 is none.',
      lands: 'map-gen-settings.json: autoplace_controls.*.size',
    }),
  ),
  mapOreRichness: slider().meta(
    map('wipe', {
      title: 'Ore richness',
      description: 'How much each tile of ore holds; 1 is normal.',
      lands: 'map-gen-settings.json: autoplace_controls.*.richness',
    }),
  ),
  mapTrees: slider().meta(
    map('wipe', {
      title: 'Trees',
      description: 'How much forest there is; 1 is normal, 0 is none. Trees swallow pollution.',
      lands: 'map-gen-settings.json: autoplace_controls.trees.size',
    }),
  ),
  mapCliffs: slider().meta(
    map('wipe', {
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
      map('wipe', {
        title: 'Technology price',
        description: 'Multiplies what research costs.',
        lands: 'map-settings.json: difficulty_settings.technology_price_multiplier',
      }),
    ),

  peacefulMode: z
    .boolean()
    .default(false)
    .meta(
      enemies('wipe', {
        title: 'Peaceful',
        description: 'Enemies attack only when attacked.',
        lands: 'map-gen-settings.json: peaceful_mode',
      }),
    ),
  enemyBases: slider().meta(
    enemies('wipe', {
      title: 'Enemy bases',
      description: 'How large enemy bases are; 1 is normal, 0 is no enemies at all.',
      lands: 'map-gen-settings.json: autoplace_controls.enemy-base.size',
    }),
  ),
  pollution: z
    .boolean()
    .default(true)
    .meta(
      enemies('wipe', {
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
      enemies('wipe', {
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
      enemies('wipe', {
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
      enemies('wipe', {
        title: 'Pollution per attack',
        description: 'How much pollution an attack costs; higher is fewer attackers.',
        lands: 'map-settings.json: pollution.enemy_attack_pollution_consumption_modifier',
      }),
    ),
  enemyEvolution: z
    .boolean()
    .default(true)
    .meta(
      enemies('wipe', {
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
      enemies('wipe', {
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
      enemies('wipe', {
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
      enemies('wipe', {
        title: 'Evolution by pollution',
        description: 'How much each unit of pollution adds.',
        lands: 'map-settings.json: enemy_evolution.pollution_factor',
      }),
    ),
  enemyExpansion: z
    .boolean()
    .default(true)
    .meta(
      enemies('wipe', {
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
      enemies('wipe', {
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
      enemies('wipe', {
        title: 'Longest time between expansions',
        description: 'Enemies found another base after so long at the latest.',
        unit: 'minutes',
        lands: 'map-settings.json: enemy_expansion.max_expansion_cooldown',
      }),
    ),
});

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

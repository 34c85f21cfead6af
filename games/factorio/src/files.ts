import { json, text, type FilePatch, type PlanInput } from '@gse/sdk';
import type { FactorioSecrets } from './secrets.ts';
import type { FactorioSettings } from './settings/index.ts';

/** Folder of the game's settings in the data volume. */
export const CONFIG = 'config';
/** Password of the remote console, where the image's own tools look for it too. */
export const RCON_PASSWORD_FILE = `${CONFIG}/rconpw`;
/** Admins by setting; the start script adds them to the game's own list, which the game rewrites. */
export const WISHED_ADMINS_FILE = `${CONFIG}/gse-admins.json`;
/**
 * What the start script makes arguments of. A file rather than environment, for a change of these does not ask for a
 * restart: the whitelist is switched in the running game, and the rest is for the next map.
 */
export const START_FILE = `${CONFIG}/gse-start.json`;

const TICKS_PER_MINUTE = 3600;
const ORES = ['coal', 'stone', 'copper-ore', 'iron-ore', 'uranium-ore', 'crude-oil'] as const;

interface FilesInput extends Pick<PlanInput<FactorioSettings>, 'settings'> {
  readonly secrets: FactorioSecrets;
}

/** The managed keys of the game's files. */
export function files({ settings, secrets }: FilesInput): readonly FilePatch[] {
  const patches = [
    serverSettings(settings, secrets),
    // Read only when a map is created, so they always say what the next map will be like.
    mapGenSettings(settings),
    mapSettings(settings),
    json(START_FILE, { whitelist: settings.whitelist, mapPreset: settings.mapPreset, mapSeed: settings.mapSeed }),
    text(WISHED_ADMINS_FILE, `${JSON.stringify(settings.admins)}\n`),
    // Keeps the game from writing its configuration into the image, which is read-only to it.
    text(`${CONFIG}/config.ini`, '[path]\nread-data=/opt/factorio/data\nwrite-data=/factorio\n', { onlyIfAbsent: true }),
  ];
  if (secrets.rconPassword !== undefined) patches.push(text(RCON_PASSWORD_FILE, `${secrets.rconPassword}\n`));
  return patches;
}

function serverSettings(settings: FactorioSettings, secrets: FilesInput['secrets']): FilePatch {
  return json(`${CONFIG}/server-settings.json`, {
    name: settings.name,
    description: settings.description,
    tags: settings.tags,
    max_players: settings.maxPlayers,
    visibility: { public: settings.visibilityPublic, lan: settings.visibilityLan },
    // A secret that nobody gave leaves what stands in the file: a password written by hand must not vanish.
    username: secrets.factorioUsername,
    token: secrets.factorioToken,
    game_password: secrets.gamePassword,
    require_user_verification: settings.requireUserVerification,
    max_upload_in_kilobytes_per_second: settings.maxUploadKilobytesPerSecond,
    max_upload_slots: settings.maxUploadSlots,
    minimum_latency_in_ticks: settings.minimumLatencyInTicks,
    max_heartbeats_per_second: settings.maxHeartbeatsPerSecond,
    ignore_player_limit_for_returning_players: settings.ignorePlayerLimitForReturningPlayers,
    // The game wants a boolean or this one word.
    allow_commands: settings.allowCommands === 'admins-only' ? settings.allowCommands : settings.allowCommands === 'true',
    autosave_interval: settings.autosaveInterval,
    autosave_slots: settings.autosaveSlots,
    afk_autokick_interval: settings.afkAutokickInterval,
    auto_pause: settings.autoPause,
    auto_pause_when_players_connect: settings.autoPauseWhenPlayersConnect,
    only_admins_can_pause_the_game: settings.onlyAdminsCanPause,
    autosave_only_on_server: settings.autosaveOnlyOnServer,
    non_blocking_saving: settings.nonBlockingSaving,
    minimum_segment_size: settings.minimumSegmentSize,
    minimum_segment_size_peer_count: settings.minimumSegmentSizePeerCount,
    maximum_segment_size: settings.maximumSegmentSize,
    maximum_segment_size_peer_count: settings.maximumSegmentSizePeerCount,
  });
}

/**
 * Only what differs from normal is written: overhaul mods take ores away, and the game refuses a file that names one
 * it does not have (`"coal" is not a valid autoplace control name.`).
 */
function mapGenSettings(settings: FactorioSettings): FilePatch {
  const ore = control({ frequency: settings.mapOreFrequency, size: settings.mapOreSize, richness: settings.mapOreRichness });
  return json(`${CONFIG}/map-gen-settings.json`, {
    width: settings.mapWidth,
    height: settings.mapHeight,
    starting_area: settings.mapStartingArea,
    peaceful_mode: settings.peacefulMode,
    autoplace_controls: {
      ...Object.fromEntries(ORES.map((name) => [name, ore])),
      water: control({ frequency: 1 / settings.mapWaterScale, size: settings.mapWaterCoverage }),
      trees: control({ frequency: 1, size: settings.mapTrees }),
      'enemy-base': control({ frequency: 1, size: settings.enemyBases }),
    },
    cliff_settings:
      settings.mapCliffs === 1
        ? null
        : { name: 'cliff', cliff_elevation_0: 10, cliff_elevation_interval: 40, richness: settings.mapCliffs },
  });
}

function control(figures: Readonly<Record<string, number>>): Readonly<Record<string, number>> | null {
  return Object.values(figures).every((value) => value === 1) ? null : figures;
}

/** The start script lays these over the game's own example, which names every key that its version wants. */
function mapSettings(settings: FactorioSettings): FilePatch {
  return json(`${CONFIG}/map-settings.json`, {
    difficulty_settings: { technology_price_multiplier: settings.technologyPriceMultiplier },
    pollution: {
      enabled: settings.pollution,
      diffusion_ratio: settings.pollutionDiffusion,
      ageing: settings.pollutionAbsorption,
      enemy_attack_pollution_consumption_modifier: settings.pollutionAttackCost,
    },
    enemy_evolution: {
      enabled: settings.enemyEvolution,
      time_factor: settings.enemyEvolutionTime,
      destroy_factor: settings.enemyEvolutionDestroy,
      pollution_factor: settings.enemyEvolutionPollution,
    },
    enemy_expansion: {
      enabled: settings.enemyExpansion,
      min_expansion_cooldown: settings.enemyExpansionMinCooldown * TICKS_PER_MINUTE,
      max_expansion_cooldown: settings.enemyExpansionMaxCooldown * TICKS_PER_MINUTE,
    },
  });
}

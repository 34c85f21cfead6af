import { properties } from '@gse/sdk';
import type { FilePatch, PlanInput } from '@gse/sdk';
import { EULA } from './licences.ts';
import { PORTS } from './ports.ts';
import type { MinecraftSettings } from './settings/index.ts';
import { isAtLeast } from './versions.ts';

/** What the files are made from. */
export type FilesInput = PlanInput<MinecraftSettings> & {
  readonly secrets: { readonly rconPassword?: string };
  readonly accepted: ReadonlySet<string>;
};

/**
 * The keys this adapter manages. Everything else in server.properties belongs to people; the game itself keeps keys it
 * knows and rewrites the file at every start.
 */
export function files({ settings, version, secrets, accepted }: FilesInput): readonly FilePatch[] {
  return [
    properties('server.properties', {
      'server-ip': '',
      'server-port': PORTS.game.number,
      'enable-status': true,
      'enable-rcon': true,
      'rcon.port': PORTS.rcon.number,
      'rcon.password': secrets.rconPassword,
      // Otherwise every question of the platform is shown to every operator in chat.
      'broadcast-rcon-to-ops': false,

      motd: settings.motd,
      'max-players': settings.maxPlayers,
      'hide-online-players': settings.hideOnlinePlayers,
      difficulty: settings.difficulty,
      gamemode: settings.gamemode,
      'force-gamemode': settings.forceGamemode,
      hardcore: settings.hardcore,
      'spawn-protection': settings.spawnProtection,
      'allow-flight': settings.allowFlight,
      'player-idle-timeout': settings.playerIdleTimeout,
      'white-list': settings.whitelist,
      'enforce-whitelist': settings.enforceWhitelist,
      'online-mode': settings.onlineMode,
      'enforce-secure-profile': settings.enforceSecureProfile,
      'prevent-proxy-connections': settings.preventProxyConnections,
      'accept-transfers': settings.acceptTransfers,
      'op-permission-level': settings.opPermissionLevel,
      'function-permission-level': settings.functionPermissionLevel,
      'rate-limit': settings.rateLimit,
      'log-ips': settings.logIps,
      'level-name': settings.levelName,
      'level-seed': settings.levelSeed,
      'level-type': levelType(version, settings.levelType),
      'generator-settings': settings.generatorSettings,
      'generate-structures': settings.generateStructures,
      'max-world-size': settings.maxWorldSize,
      'view-distance': settings.viewDistance,
      'simulation-distance': settings.simulationDistance,
      'entity-broadcast-range-percentage': settings.entityBroadcastRangePercentage,
      'network-compression-threshold': settings.networkCompressionThreshold,
      'max-tick-time': settings.maxTickTime,
      'pause-when-empty-seconds': settings.pauseWhenEmptySeconds,
      'sync-chunk-writes': settings.syncChunkWrites,
      'region-file-compression': settings.regionFileCompression,
      'resource-pack': settings.resourcePack,
      'resource-pack-sha1': settings.resourcePackSha1,
      'require-resource-pack': settings.requireResourcePack,
      // The game reads this one as a text component.
      'resource-pack-prompt': settings.resourcePackPrompt === '' ? '' : JSON.stringify({ text: settings.resourcePackPrompt }),
    }),
    // Taken away again when the acceptance is: the game then asks for it, as it should.
    properties('eula.txt', { eula: accepted.has(EULA) ? true : null }),
  ];
}

const OLD_LEVEL_TYPES = { normal: 'default', flat: 'flat', large_biomes: 'largeBiomes', amplified: 'amplified' } as const;

/** Kinds of world are namespaced ids since 1.19 and plain words before. */
function levelType(version: string, type: MinecraftSettings['levelType']): string {
  return isAtLeast(version, '1.19') ? `minecraft:${type}` : OLD_LEVEL_TYPES[type];
}

import type { SettingMeta } from '@gse/sdk';
import { z } from 'zod';

/** Software that runs the world. */
export const FLAVOURS = ['paper', 'vanilla', 'purpur', 'fabric'] as const;
export type Flavour = (typeof FLAVOURS)[number];

/** Meta of a setting that is a key of server.properties. */
function property(key: string, meta: Omit<SettingMeta, 'lands'>): SettingMeta & Record<string, unknown> {
  return { ...meta, lands: `server.properties: ${key}` };
}

/** One line without control characters; a line break only where the game shows two lines. */
const oneLine = /^[^\x00-\x1f\x7f]*$/;
const twoLines = /^[^\x00-\x09\x0b-\x1f\x7f]*$/;

/** Everything a customer may set without opening a file. Defaults are the game's own, except where said. */
export const settings = z.object({
  flavour: z
    .enum(FLAVOURS)
    .default('paper')
    .meta({
      group: 'Server',
      title: 'Server software',
      applies: 'restart',
      lands: 'container: TYPE',
      description: 'paper: fast, runs plugins. vanilla: the original. purpur: Paper with more options. fabric: runs Fabric mods.',
    } satisfies SettingMeta),
  motd: z
    .string()
    .regex(twoLines)
    .max(150)
    .default('A Minecraft Server')
    .meta(
      property('motd', {
        group: 'Server',
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
        group: 'Server',
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
        group: 'Server',
        title: 'Hide names in the server list',
        applies: 'restart',
        description: 'Shows the number of players in the server list, but no names.',
      }),
    ),

  difficulty: z
    .enum(['peaceful', 'easy', 'normal', 'hard'])
    .default('easy')
    .meta(
      property('difficulty', {
        group: 'Gameplay',
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
        group: 'Gameplay',
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
        group: 'Gameplay',
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
        group: 'Gameplay',
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
        group: 'Gameplay',
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
        group: 'Gameplay',
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
        group: 'Gameplay',
        title: 'Kick idle players',
        applies: 'live',
        unit: 'minutes',
        description: 'Kicks players who do nothing for this long. 0 is never.',
      }),
    ),

  whitelist: z
    .boolean()
    .default(false)
    .meta(
      property('white-list', {
        group: 'Access',
        title: 'Whitelist',
        applies: 'live',
        description: 'Only players on the whitelist and operators may join.',
      }),
    ),
  enforceWhitelist: z
    .boolean()
    .default(false)
    .meta(
      property('enforce-whitelist', {
        group: 'Access',
        title: 'Enforce whitelist',
        applies: 'restart',
        description: 'Kicks players at once when they are taken off the whitelist.',
      }),
    ),
  onlineMode: z
    .boolean()
    .default(true)
    .meta(
      property('online-mode', {
        group: 'Access',
        title: 'Check accounts',
        applies: 'restart',
        description:
          'Checks every player with the account servers. Changing it gives players new identities: inventories and lists no longer fit.',
      }),
    ),
  enforceSecureProfile: z
    .boolean()
    .default(true)
    .meta(
      property('enforce-secure-profile', {
        group: 'Access',
        title: 'Require signed chat',
        applies: 'restart',
        description: 'Lets in only players whose chat messages are signed by their account.',
      }),
    ),
  preventProxyConnections: z
    .boolean()
    .default(false)
    .meta(
      property('prevent-proxy-connections', {
        group: 'Access',
        title: 'Refuse proxies',
        applies: 'restart',
        description: 'Refuses players whose address differs from the one the account servers see.',
      }),
    ),
  acceptTransfers: z
    .boolean()
    .default(false)
    .meta(
      property('accept-transfers', {
        group: 'Access',
        title: 'Accept transfers',
        applies: 'restart',
        description: 'Lets other servers send their players here (1.20.5 and newer).',
      }),
    ),
  opPermissionLevel: z
    .int()
    .min(0)
    .max(4)
    .default(4)
    .meta(
      property('op-permission-level', {
        group: 'Access',
        title: 'Operator level',
        applies: 'restart',
        description: 'What operators may do: 1 ignore spawn protection, 2 cheats, 3 moderate, 4 everything.',
      }),
    ),
  functionPermissionLevel: z
    .int()
    .min(1)
    .max(4)
    .default(2)
    .meta(
      property('function-permission-level', {
        group: 'Access',
        title: 'Function level',
        applies: 'restart',
        description: 'What functions of data packs may do, in the same levels.',
      }),
    ),
  rateLimit: z
    .int()
    .min(0)
    .max(100_000)
    .default(0)
    .meta(
      property('rate-limit', {
        group: 'Access',
        title: 'Packet limit',
        applies: 'restart',
        unit: 'packets/s',
        description: 'Kicks players who send more than this. 0 is no limit.',
      }),
    ),
  logIps: z
    .boolean()
    .default(true)
    .meta(
      property('log-ips', {
        group: 'Access',
        title: 'Log addresses',
        applies: 'restart',
        description: 'Writes the addresses of players into the log.',
      }),
    ),

  levelName: z
    .string()
    .regex(/^[A-Za-z0-9](?:[A-Za-z0-9 ._-]{0,62}[A-Za-z0-9_-])?$/)
    .default('world')
    .meta(
      property('level-name', {
        group: 'World',
        title: 'World folder',
        applies: 'restart',
        description: 'Folder of the world. Another name is another world; the old one is kept.',
      }),
    ),
  levelSeed: z
    .string()
    .regex(oneLine)
    .max(64)
    .default('')
    .meta(
      property('level-seed', {
        group: 'World',
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
        group: 'World',
        title: 'Kind of world',
        applies: 'wipe',
        description: 'What landscape a new world has.',
      }),
    ),
  generateStructures: z
    .boolean()
    .default(true)
    .meta(
      property('generate-structures', {
        group: 'World',
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
        group: 'World',
        title: 'World border',
        applies: 'restart',
        unit: 'blocks',
        description: 'How far from the centre the world may reach.',
      }),
    ),

  viewDistance: z
    .int()
    .min(3)
    .max(32)
    .default(10)
    .meta(
      property('view-distance', {
        group: 'Performance',
        title: 'View distance',
        applies: 'restart',
        unit: 'chunks',
        description: 'How far players see. Memory and network grow with its square.',
      }),
    ),
  simulationDistance: z
    .int()
    .min(3)
    .max(32)
    .default(10)
    .meta(
      property('simulation-distance', {
        group: 'Performance',
        title: 'Simulation distance',
        applies: 'restart',
        unit: 'chunks',
        description: 'How far from players things grow and move. CPU grows with its square.',
      }),
    ),
  entityBroadcastRangePercentage: z
    .int()
    .min(10)
    .max(1000)
    .default(100)
    .meta(
      property('entity-broadcast-range-percentage', {
        group: 'Performance',
        title: 'Entity range',
        applies: 'restart',
        unit: '%',
        description: 'From how far away animals, monsters and players are shown.',
      }),
    ),
  networkCompressionThreshold: z
    .int()
    .min(-1)
    .max(65_535)
    .default(256)
    .meta(
      property('network-compression-threshold', {
        group: 'Performance',
        title: 'Compress from',
        applies: 'restart',
        unit: 'bytes',
        description: 'Packets of this size and larger are compressed. -1 is never.',
      }),
    ),
  maxTickTime: z
    .int()
    .min(-1)
    .max(3_600_000)
    .default(60_000)
    .meta(
      property('max-tick-time', {
        group: 'Performance',
        title: 'Watchdog',
        applies: 'restart',
        unit: 'ms',
        description: 'A single tick longer than this ends the server, which is then started again. -1 is off.',
      }),
    ),
  pauseWhenEmptySeconds: z
    .int()
    .min(-1)
    .max(86_400)
    .default(-1)
    .meta(
      property('pause-when-empty-seconds', {
        group: 'Performance',
        title: 'Pause when empty',
        applies: 'restart',
        unit: 's',
        description: 'Stops the clock of the world when nobody has been online for this long. 0 or -1 is never, which plugins expect.',
      }),
    ),
  syncChunkWrites: z
    .boolean()
    .default(true)
    .meta(
      property('sync-chunk-writes', {
        group: 'Performance',
        title: 'Safe chunk writes',
        applies: 'restart',
        description: 'Waits until chunks are on disk. Slower, and safer when the machine fails.',
      }),
    ),
  regionFileCompression: z
    .enum(['deflate', 'lz4', 'none'])
    .default('deflate')
    .meta(
      property('region-file-compression', {
        group: 'Performance',
        title: 'World compression',
        applies: 'restart',
        description: 'deflate: small. lz4: fast. none: large and fastest (1.20.5 and newer).',
      }),
    ),
  tunedGarbageCollector: z
    .boolean()
    .default(false)
    .meta({
      group: 'Performance',
      title: "Aikar's JVM flags",
      applies: 'restart',
      lands: 'container: USE_AIKAR_FLAGS',
      description: 'Shorter pauses on busy servers. Takes all of its memory at once, also when nobody plays.',
    } satisfies SettingMeta),

  resourcePack: z
    .string()
    .regex(/^(?:https?:\/\/[^ ]+)?$/)
    .max(500)
    .default('')
    .meta(
      property('resource-pack', {
        group: 'Resource pack',
        title: 'Address',
        applies: 'restart',
        description: 'Where players download the resource pack from. Empty: none.',
      }),
    ),
  resourcePackSha1: z
    .string()
    .regex(/^(?:[0-9a-fA-F]{40})?$/)
    .default('')
    .meta(
      property('resource-pack-sha1', {
        group: 'Resource pack',
        title: 'Checksum',
        applies: 'restart',
        description: 'SHA-1 of the pack, so that players fetch it again only when it changed.',
      }),
    ),
  requireResourcePack: z
    .boolean()
    .default(false)
    .meta(
      property('require-resource-pack', {
        group: 'Resource pack',
        title: 'Required',
        applies: 'restart',
        description: 'Kicks players who refuse the pack.',
      }),
    ),
  resourcePackPrompt: z
    .string()
    .regex(oneLine)
    .max(200)
    .default('')
    .meta(
      property('resource-pack-prompt', {
        group: 'Resource pack',
        title: 'Question',
        applies: 'restart',
        description: 'What players read when they are asked to take the pack.',
      }),
    ),
});

/** Settings with every default filled in. */
export type MinecraftSettings = z.output<typeof settings>;

/** Folders of the data volume that are no worlds. */
const RESERVED = new Set([
  'plugins',
  'mods',
  'config',
  'logs',
  'crash-reports',
  'libraries',
  'versions',
  'cache',
  'bundler',
  'debug',
  'defaultconfigs',
]);

/** Checks that need more than one field, or more than a pattern. */
export function checkSettings(chosen: MinecraftSettings): readonly { readonly path: string; readonly message: string }[] {
  const complaints = [];
  if (RESERVED.has(chosen.levelName.toLowerCase())) {
    complaints.push({
      path: 'levelName',
      message: `${chosen.levelName} is a folder the server uses itself; choose another name for the world`,
    });
  }
  if (chosen.resourcePack === '') {
    if (chosen.requireResourcePack)
      complaints.push({ path: 'requireResourcePack', message: 'there is no resource pack to require; set resourcePack first' });
    if (chosen.resourcePackSha1 !== '')
      complaints.push({
        path: 'resourcePackSha1',
        message: 'there is no resource pack this could be the checksum of; set resourcePack first',
      });
  }
  return complaints;
}

import type { Diagnosis } from '@gse/sdk';
import { RESTART, acceptEula, moreMemory, moreStorage, shorterDistances, unpinVersion } from './fixes.ts';
import { PREFIX } from './log.ts';

/**
 * Begins a pattern for lines that are not told at level INFO. Whatever players say or do is, so nobody can make a server
 * look ill by typing an error into chat.
 */
const TROUBLE = String.raw`^(?!\[[^\]]*INFO\]|\[[^\]]{1,40}\] \[[^\]]*INFO\]).*`;

function trouble(pattern: string): RegExp {
  return new RegExp(TROUBLE + pattern);
}

/** Hosts the image downloads server software from; plugins look for their updates elsewhere. */
const PUBLISHERS = [
  String.raw`(?:fill|fill-data|api)\.papermc\.io`,
  String.raw`(?:piston-data|piston-meta|launchermeta|launcher)\.mojang\.com`,
  String.raw`libraries\.minecraft\.net`,
  String.raw`api\.purpurmc\.org`,
  String.raw`(?:meta|maven)\.fabricmc\.net`,
].join('|');

/** Known troubles, the most certain causes first: what comes later is often only their effect. */
export const diagnoses: readonly Diagnosis[] = [
  {
    id: 'EulaNotAccepted',
    title: 'The Minecraft EULA is not accepted',
    pattern: new RegExp(
      String.raw`${PREFIX}You need to agree to the EULA in order to run the server|^\[init\] (?:\[ERROR\] |ERROR: )?Please accept the Minecraft EULA at`,
    ),
    meaning: 'Minecraft does not start before a person has accepted its licence.',
    remedy: 'Read the licence and accept it.',
    fix: acceptEula,
    fatal: true,
    examples: [
      '[21:42:27] [ServerMain/INFO]: You need to agree to the EULA in order to run the server. Go to eula.txt for more info.',
      '[10:15:03 INFO]: You need to agree to the EULA in order to run the server. Go to eula.txt for more info.',
      '[init] Please accept the Minecraft EULA at',
    ],
  },
  {
    id: 'DiskFull',
    title: 'The volume is full',
    pattern: trouble(String.raw`(?:No space left on device|Disk quota exceeded|There is not enough space on the disk)`),
    meaning: 'Minecraft could not write to its volume any more. What was built since the last save may be lost.',
    remedy: 'Grow the volume, or delete what is not needed.',
    fix: moreStorage,
    examples: [
      'com.google.gson.JsonIOException: java.io.IOException: No space left on device',
      'java.util.concurrent.CompletionException: java.io.IOException: No space left on device',
      'java.io.IOException: Disk quota exceeded',
    ],
  },
  {
    id: 'WorldLocked',
    title: 'The world is open in another server',
    pattern: trouble(String.raw`session\.lock: already locked`),
    meaning: 'Another process holds the world. Two servers on one world would destroy it.',
    remedy: 'Make sure that no other server uses this volume, then restart.',
    fix: RESTART,
    examples: [
      'net.minecraft.util.SessionLock$ExceptionWorldConflict: /data/./world/session.lock: already locked (possibly by other Minecraft instance?)',
      'java.lang.RuntimeException: net.minecraft.server.v1_16_R3.SessionLock$ExceptionWorldConflict: /data/./world_nether/session.lock: already locked (possibly by other Minecraft instance?)',
    ],
  },
  {
    id: 'PortInUse',
    title: 'The port is taken',
    pattern: trouble(String.raw`(?:\*{4} FAILED TO BIND TO PORT!|Failed to bind to port$)`),
    meaning: 'Another program listens on the port of the game, or the address in server.properties does not belong to this server.',
    remedy: 'Restart; port and address are then written into server.properties again. If it stays, a plugin listens on the port.',
    fix: RESTART,
    examples: [
      '[22:40:52 WARN]: **** FAILED TO BIND TO PORT!',
      '[21:10:43] [Server thread/WARN]: **** FAILED TO BIND TO PORT!',
      'java.lang.IllegalStateException: Failed to bind to port',
    ],
  },
  {
    id: 'WorldFromNewerVersion',
    title: 'The world was opened by a newer version',
    pattern: trouble(String.raw`Server attempted to load chunk saved with newer version of minecraft! (?<saved>\d+) > (?<supported>\d+)`),
    meaning: 'A newer version of Minecraft has already changed this world. There is no way back: an older version would destroy it.',
    remedy: 'Go back to the newer version, or restore a backup from before the update.',
    fix: unpinVersion,
    fatal: true,
    examples: [
      '[13:05:35 WARN]: java.lang.RuntimeException: Server attempted to load chunk saved with newer version of minecraft! 3337 > 3218',
      '[06:20:45] [Chunk I/O Executor Thread-2/WARN]: java.lang.RuntimeException: Server attempted to load chunk saved with newer version of minecraft! 1631 > 1343',
    ],
  },
  {
    id: 'WrongJava',
    title: 'The version does not run on this Java',
    pattern: new RegExp(
      String.raw`^Unsupported Java detected \([^)]+\)\.|^(?:Error: LinkageError occurred while loading main class|Exception in thread "main" java\.lang\.UnsupportedClassVersionError:)`,
    ),
    meaning: 'The server software needs another release of Java than the one in the image chosen for this version.',
    remedy: 'Choose another version of Minecraft.',
    fix: {
      kind: 'link',
      title: 'Which version needs which Java',
      href: 'https://docker-minecraft-server.readthedocs.io/en/latest/versions/java/',
    },
    fatal: true,
    examples: [
      'Unsupported Java detected (61.0). Only up to Java 16 is supported.',
      'Exception in thread "main" java.lang.UnsupportedClassVersionError: org/bukkit/craftbukkit/Main has been compiled by a more recent version of the Java Runtime (class file version 65.0), this version of the Java Runtime only recognizes class file versions up to 61.0',
      'Error: LinkageError occurred while loading main class net.minecraft.bundler.Main',
    ],
  },
  {
    id: 'VersionNotPublished',
    title: 'There is no such version of the server software',
    pattern: trouble(String.raw`FailedRequestException: HTTP request of \S+ failed with 404 Not Found`),
    meaning: 'The publisher of the server software has no download for this version.',
    remedy: 'Choose a version that is published for the chosen server software.',
    fix: { kind: 'link', title: 'Published versions of Paper', href: 'https://papermc.io/downloads/all' },
    fatal: true,
    examples: [
      'me.itzg.helpers.http.FailedRequestException: HTTP request of https://api.papermc.io/v2/projects/paper/versions/1.21.9-rc1/builds failed with 404 Not Found: Fetching object content',
    ],
  },
  {
    id: 'DownloadFailed',
    title: 'The server software could not be downloaded',
    pattern: trouble(
      String.raw`(?:UnknownHostException: (?:Failed to resolve )?'?|Connection refused: |connection timed out: )(?:${PUBLISHERS})\b`,
    ),
    meaning: 'The container could not reach the site that publishes the server software. Only a first start and updates need it.',
    remedy: 'Check that the server may reach the Internet, then try again.',
    fix: RESTART,
    examples: [
      "reactor.core.Exceptions$ReactiveException: java.net.UnknownHostException: Failed to resolve 'fill.papermc.io' [A(1)]",
      'reactor.core.Exceptions$ReactiveException: io.netty.channel.ConnectTimeoutException: connection timed out: launchermeta.mojang.com/13.107.246.45:443',
      'reactor.core.Exceptions$ReactiveException: io.netty.channel.AbstractChannel$AnnotatedConnectException: Connection refused: fill.papermc.io/104.18.19.103:443',
      'java.net.UnknownHostException: piston-data.mojang.com',
    ],
  },
  {
    id: 'WorldDamaged',
    title: 'The world cannot be read',
    pattern: trouble(
      String.raw`(?:Exception reading \S*level\.dat|Failed to load datapacks, can't proceed with server load|Overworld settings missing|No key dimensions in MapLike)`,
    ),
    meaning: 'level.dat of the world, or a data pack in it, is damaged. The server left it as it is.',
    remedy:
      'Restore a backup, or replace level.dat by level.dat_old in the world folder. If you changed data packs or mods last, undo that.',
    fix: {
      kind: 'link',
      title: 'How to recover level.dat',
      href: 'https://minecraft.wiki/w/Tutorial:Recovering_corrupted_saved_world_data',
    },
    fatal: true,
    examples: [
      '[18:32:24] [Server thread/ERROR]: Exception reading ./world/level.dat',
      "[17:32:58] [ServerMain/WARN]: Failed to load datapacks, can't proceed with server load. You can either fix your datapacks or reset to vanilla with --safeMode",
      'Caused by: java.lang.IllegalStateException: Overworld settings missing',
    ],
  },
  {
    id: 'ModsIncompatible',
    title: 'Mods do not fit together',
    pattern: trouble(String.raw`(?:Incompatible mods found!|Incompatible mod set!)$`),
    meaning:
      'Fabric refuses to start with the mods that are installed: one needs another mod or another version. The lines after this one say which.',
    remedy: 'Add, update or remove the mods that the log names.',
    fix: { kind: 'link', title: 'Find mods for your version', href: 'https://modrinth.com/mods?g=categories:fabric' },
    fatal: true,
    examples: ['[09:59:13] [main/ERROR]: Incompatible mods found!', '[12:30:56] [main/ERROR]: Incompatible mod set!'],
  },
  {
    id: 'OutOfMemory',
    title: 'Out of memory',
    pattern: trouble(String.raw`java\.lang\.OutOfMemoryError`),
    exit: { oomKilled: true },
    meaning: 'The world, its players and plugins need more memory than the server has.',
    remedy: 'Give it more memory, or lower view distance and number of plugins.',
    fix: moreMemory,
    examples: [
      '[23:19:52] [Worker-Main-1/WARN]: java.util.concurrent.CompletionException: java.lang.OutOfMemoryError: Java heap space',
      'java.lang.OutOfMemoryError: Java heap space',
      'Exception: java.lang.OutOfMemoryError thrown from the UncaughtExceptionHandler in thread "Server thread"',
    ],
  },
  {
    id: 'WatchdogStopped',
    title: 'The watchdog ended a frozen server',
    pattern: trouble(
      String.raw`(?:The server has stopped responding!|A single server tick took [\d.]+ seconds \(should be max|ServerHangWatchdog detected that a single server tick took)`,
    ),
    meaning:
      'One tick of the world took longer than the watchdog allows, so it ended the server. Usually a plugin, a farm or a lack of processor time.',
    remedy: 'Lower the distances, give it more processor, or look in the thread dump of the log for the plugin that is named most often.',
    fix: shorterDistances,
    examples: [
      '[13:01:24] [Paper Watchdog Thread/ERROR]: The server has stopped responding!',
      'java.lang.Error: ServerHangWatchdog detected that a single server tick took 60.00 seconds (should be max 0.05)',
      '[12:00:00] [Server Watchdog/FATAL]: A single server tick took 60.00 seconds (should be max 0.05)',
    ],
  },
  {
    id: 'RconPasswordMissing',
    title: 'The remote console has no password',
    pattern: new RegExp(String.raw`${PREFIX}No rcon password set in server\.properties, rcon disabled!`),
    meaning: 'Somebody emptied rcon.password in server.properties. Without it players, console and safe stops are out of reach.',
    remedy: 'Restart; the password is then written again.',
    fix: RESTART,
    examples: ['[12:00:00] [Server thread/WARN]: No rcon password set in server.properties, rcon disabled!'],
  },
  {
    id: 'PluginDependencyMissing',
    title: 'A plugin needs another plugin',
    pattern: trouble(
      String.raw`UnknownDependencyException: (?:Unknown\/missing dependency plugins: \[(?<missing>[^\]]{1,200})\]\. Please download and install these plugins to run '(?<plugin>[^']{1,100})'|Unknown dependency (?<old>\S+))`,
    ),
    meaning: 'A plugin was not loaded because another one it builds on is not there. The server runs on without it.',
    remedy: 'Install what is missing, or remove the plugin.',
    fix: ({ match }) => {
      const missing = match?.groups?.['missing'] ?? match?.groups?.['old'] ?? '';
      return {
        kind: 'link',
        title: `Find ${missing}`,
        href: `https://hangar.papermc.io/?query=${encodeURIComponent(missing.split(', ')[0] ?? '')}`,
      };
    },
    examples: [
      "org.bukkit.plugin.UnknownDependencyException: Unknown/missing dependency plugins: [Essentials, Vault]. Please download and install these plugins to run 'Bx-Core'.",
      "org.bukkit.plugin.UnknownDependencyException: Unknown/missing dependency plugins: [WorldEdit]. Please download and install these plugins to run 'PlotSquared'.",
    ],
  },
  {
    id: 'PluginIncompatible',
    title: 'A plugin does not fit this version',
    pattern: trouble(
      String.raw`(?:InvalidPluginException: Unsupported API version (?<api>[\d.]+)|Could not load (?:plugin )?'(?:\.?\/?plugins[\/\\])?(?<plugin>[^'/\\]{1,200}\.jar)' in (?:folder )?')`,
    ),
    meaning: 'A plugin was made for another version of the server software and was not loaded. The server runs on without it.',
    remedy: 'Update the plugin, or remove it.',
    fix: ({ match }) => {
      const plugin = match?.groups?.['plugin'];
      if (plugin === undefined) return undefined;
      const name = plugin.replace(/\.jar$/, '').replace(/[-_ ]v?\d.*$/, '');
      return { kind: 'link', title: `Find a newer ${name}`, href: `https://hangar.papermc.io/?query=${encodeURIComponent(name)}` };
    },
    examples: [
      "[12:33:07] [Server thread/ERROR]: Could not load 'plugins/CommandPrompter-0.1.17.jar' in folder 'plugins'",
      "[18:51:33 ERROR]: [ModernPluginLoadingStrategy] Could not load plugin 'Chunker-1.21.4.jar' in folder 'plugins'",
      "[22:28:43] [Server thread/ERROR]: [ModernPluginLoadingStrategy] Could not load 'plugins/MobFarmManager_2.0.4.2.jar' in 'plugins'",
      'org.bukkit.plugin.InvalidPluginException: Unsupported API version 1.21.4',
    ],
  },
];

import type { Diagnosis } from '@gse/sdk';
import { RESTART, findPlugin, moreMemory, moreStorage, updateWhenBehind } from './fixes.ts';
import { STEAM_ID } from './steam-id.ts';

/**
 * Known troubles, the most certain causes first: what comes later is often only their effect. Every pattern begins at the
 * start of a line with what no player can begin one with; chat begins with `[CHAT]`, and names stand behind an address.
 */
export const diagnoses: readonly Diagnosis[] = [
  {
    id: 'DiskFull',
    title: 'The volume is full',
    pattern:
      /^(?:Error! App '258550' state is 0x202 after update job|ERROR! Failed to install app '258550' \(Disk write failure\)|(?:System\.)?(?:IO\.)?IOException: (?:Disk full|No space left on device)|(?:cp|mkdir|curl|bash|tar)\b.{0,200}: No space left on device)/,
    meaning: 'There is no room left for the game or for its next save. Steam needs space for the game twice while it updates.',
    remedy: 'Grow the volume. 40 GiB are enough for the game, an update and a world.',
    fix: moreStorage,
    examples: [
      "Error! App '258550' state is 0x202 after update job.",
      "ERROR! Failed to install app '258550' (Disk write failure)",
      'IOException: Disk full. Path /data/server/main/proceduralmap.3500.12345.262.sav',
    ],
  },
  {
    id: 'VolumeNotWritable',
    title: 'The game may not write its volume',
    pattern:
      /^(?:(?:\/bin\/)?bash: .{0,200}: (?:Permission denied|Read-only file system)|(?:mkdir|cp|mv|rm): .{0,300}: (?:Permission denied|Operation not permitted|Read-only file system)|(?:System\.)?UnauthorizedAccessException: Access to the path )/,
    meaning: 'Files in the volume belong to somebody else than the user the game runs as, or the volume is read-only.',
    remedy: 'Let everything in the volume belong to user and group 1000; a StorageClass that honours fsGroup does so by itself.',
    fix: {
      kind: 'link',
      title: 'About volume ownership',
      href: 'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/',
    },
    fatal: true,
    examples: [
      "mkdir: cannot create directory 'gse': Permission denied",
      'UnauthorizedAccessException: Access to the path "/data/server/main/player.states.262.db" is denied.',
    ],
  },
  {
    id: 'InstallFailed',
    title: 'The game could not be installed',
    pattern:
      /^(?:ERROR! Failed to install app '258550' \((?<reason>[^)]{1,80})\)|Error! App '258550' state is 0x[0-9a-f]{1,8} after update job|\[gse\] The game could not be installed)/i,
    meaning: 'Steam did not give the game: it is not reachable, is being maintained, or broke off.',
    remedy: 'Check that the server may reach the Internet, then try again. On update days Steam is often busy for an hour.',
    fix: RESTART,
    examples: [
      "ERROR! Failed to install app '258550' (Missing configuration)",
      "Error! App '258550' state is 0x602 after update job.",
      '[gse] The game could not be installed.',
    ],
  },
  {
    id: 'FrameworkUnavailable',
    title: 'The plugin framework could not be downloaded',
    pattern: /^\[gse\] (?<framework>Oxide|Carbon) could not be downloaded, and the server is not started without its plugins/,
    meaning:
      'The game was updated, and the plugin framework for the new build could not be had. A start without plugins could cost players what plugins protect.',
    remedy: 'Try again in an hour or two: after the monthly update Oxide and Carbon follow within hours. Or start without plugins.',
    fix: { kind: 'patch', title: 'Start without plugins', patch: { spec: { settings: { framework: 'vanilla' } } } },
    examples: [
      '[gse] Oxide could not be downloaded, and the server is not started without its plugins.',
      '[gse] Carbon could not be downloaded, and the server is not started without its plugins.',
    ],
  },
  {
    id: 'FrameworkOutdated',
    title: 'The plugin framework does not fit the build',
    pattern:
      /^(?:\d\d:\d\d \[Error\] Failed to load extension \S{1,100} \((?:MissingMethodException|TypeLoadException|ReflectionTypeLoadException)|ReflectionTypeLoadException: The classes in the module cannot be loaded|Startup Errors?: \d+\.\d+)/,
    meaning:
      'The game was updated, and Oxide or Carbon was made for the build before. Plugins do not work, or the server does not come up.',
    remedy: 'Restart once the new release is out; every start takes the newest.',
    fix: { ...RESTART, title: 'Restart with the newest framework' },
    examples: [
      "02:26 [Error] Failed to load extension Oxide.Core.Python (MissingMethodException: Method not found: 'Oxide.Core.VersionNumber..ctor'.)",
      'ReflectionTypeLoadException: The classes in the module cannot be loaded.',
    ],
  },
  {
    id: 'OutOfMemory',
    title: 'Out of memory',
    pattern: /^(?:Could not allocate memory: System out of memory!|DynamicHeapAllocator out of memory)/,
    exit: { oomKilled: true },
    meaning:
      'The map, its players and plugins need more memory than the server has. Making a map takes most: whoever runs out there runs out at every start.',
    remedy: 'Give it more memory, or wipe to a smaller world.',
    fix: moreMemory,
    examples: [
      'Could not allocate memory: System out of memory!',
      'DynamicHeapAllocator out of memory - Could not get memory for large allocation 1073741824!',
    ],
  },
  {
    id: 'SaveDamaged',
    title: 'The save cannot be read',
    pattern: /^Error loading save\b/,
    meaning: 'The newest save is incomplete or damaged, mostly because the process was killed while it wrote.',
    remedy:
      'Stop the server and put an older save in its place: rename the newest .sav.1 in server/main to .sav, or .sav.2 when that is damaged, too. Or restore a backup.',
    fix: { kind: 'link', title: 'Errors of servers and what helps', href: 'https://wiki.facepunch.com/rust/FAQ_and_Troubleshooting' },
    fatal: true,
    examples: ['Error loading save', 'Error loading save: server/main/proceduralmap.3500.12345.262.sav'],
  },
  {
    id: 'LibraryMissing',
    title: 'A library is missing',
    pattern:
      /^(?:\.\/RustDedicated: (?:error while loading shared libraries|symbol lookup error): |steamclient\.so: cannot open shared object file)/,
    meaning: 'The game needs a library that the image does not have, mostly after the publisher changed something.',
    remedy: 'Restart, which also completes the game files. If it stays, this edition needs a newer image.',
    fix: RESTART,
    examples: [
      './RustDedicated: error while loading shared libraries: libgdiplus.so: cannot open shared object file: No such file or directory',
      './RustDedicated: symbol lookup error: ./RustDedicated: undefined symbol: SteamGameServer_Init',
      'steamclient.so: cannot open shared object file: No such file or directory',
    ],
  },
  {
    id: 'SteamUnreachable',
    title: 'Steam does not list the server',
    pattern: /^Couldn't initialize Steam Server\b/,
    meaning: 'The server could not register with Steam, so nobody finds it: its query port is taken, or it may not reach the Internet.',
    remedy: 'Check that UDP to and from the Internet is allowed, then restart.',
    fix: RESTART,
    examples: ["Couldn't initialize Steam Server (2973146311)"],
  },
  {
    id: 'VersionMismatch',
    title: 'Players and server have different builds',
    pattern: new RegExp(String.raw`^Kicking \S{1,80}\/${STEAM_ID}\/.{1,64} - their protocol is (?<theirs>\d{1,6}) not (?<ours>\d{1,6})$`),
    meaning:
      'A player was turned away because their game is of another build. The larger number is the newer one: theirs stands first, the one of the server second.',
    remedy:
      'Where the server is behind, restart it: every start takes the newest build. On the first Thursday of the month a wipe goes with it.',
    fix: updateWhenBehind,
    examples: [
      'Kicking 203.0.113.7:51234/76561198000000001/Zeta - their protocol is 2347 not 2345',
      'Kicking 203.0.113.7:51234/76561198000000001/Zeta - their protocol is 2345 not 2347',
    ],
  },
  {
    id: 'MapNotReachable',
    title: 'Players cannot download the map',
    pattern: new RegExp(String.raw`^\S{1,80}\/${STEAM_ID}\/.{1,64} disconnecting: Couldn't Download Level: `),
    meaning: 'The address of the map of your own does not give the file to players.',
    remedy:
      'Open the address in a browser: the download has to start at once, for everybody and without signing in. A changed map needs a new name.',
    fix: { kind: 'link', title: 'Hosting a map of your own', href: 'https://wiki.facepunch.com/rust/Hosting_a_custom_map' },
    examples: ["203.0.113.7:51234/76561198000000001/Zeta disconnecting: Couldn't Download Level: island (HTTP/1.1 404 Not Found)"],
  },
  {
    id: 'RustPlusUnreachable',
    title: 'Rust+ cannot reach the server',
    pattern: /^(?:Rust\+ companion server connectivity test failed|Failed to check connectivity to the companion server)/,
    meaning:
      'Phones cannot connect: the port of the app is not reachable from the Internet, or the game does not know its public address. The game itself is not affected.',
    remedy: 'Open the TCP port of the app, or set the address for Rust+. Or turn Rust+ off.',
    fix: { kind: 'patch', title: 'Turn Rust+ off', patch: { spec: { settings: { rustPlus: false, rustPlusAddress: '' } } } },
    examples: [
      'Rust+ companion server connectivity test failed! Disabling Rust+ features.',
      'Failed to check connectivity to the companion server: System.NullReferenceException: Object reference not set to an instance of an object',
    ],
  },
  {
    id: 'PluginBroken',
    title: 'A plugin does not compile',
    pattern: /^(?:Error while compiling: |Failed compiling '(?:[^']{0,300}[/\\])?)(?<plugin>[A-Za-z0-9_]{1,80})\.cs['(]/,
    meaning: 'A plugin was made for another build, needs another plugin, or has a mistake. The server runs on without it.',
    remedy: 'Update the plugin, or remove it; the lines after this one say what is wrong. It is tried again as soon as its file changes.',
    fix: findPlugin,
    examples: [
      "Error while compiling: HWTeleportation.cs(877,33): error CS0115: `Oxide.Plugins.HWTeleportation.LoadDefaultConfig()' is marked as an override but no suitable method found to override",
      String.raw`Failed compiling 'C:\Rustserver\Server\carbon\plugins\RustEditAPIExample.cs':`,
    ],
  },
  {
    id: 'GameCrashed',
    title: 'The game crashed',
    pattern: /^Caught fatal signal - signo:\d{1,2}\b/,
    meaning:
      'The process of the game broke down, because of a mistake in this build or in a plugin. What was played since the last save is lost.',
    remedy: 'Restart. If it comes back, remove the plugin that was changed last, or wait for the next build.',
    fix: RESTART,
    examples: ['Caught fatal signal - signo:11 code:1 errno:0 addr:(nil)'],
  },
];

import type { Diagnosis } from '@gse/sdk';
import { moreMemory, moreStorage, RESTART, versionOfSave } from './fixes.ts';

/**
 * A pattern for everything but what people say and do: otherwise somebody could chat a diagnosis into the log, and a
 * fatal one keeps a crashed server down.
 */
function engine({ source, flags }: RegExp): RegExp {
  return new RegExp(`^(?!\\d{4}-\\d\\d-\\d\\d \\d\\d:).*?(?:${source})`, flags);
}

/** Known troubles. The first that matches is taken, so the narrower ones stand first. */
export const diagnoses: readonly Diagnosis[] = [
  {
    id: 'RconPortUnavailable',
    title: 'The remote console cannot listen',
    pattern: engine(/Can't bind socket: (?:Address already in use|Permission denied)/),
    meaning: 'The port of the remote console is taken or not allowed, so the platform cannot talk to the game.',
    remedy: 'Restart the server: whatever held the port ends with the old process.',
    fix: RESTART,
    examples: [
      "   1.306 Error RemoteCommandProcessor.cpp:141: Can't bind socket: Address already in use",
      "   1.306 Error RemoteCommandProcessor.cpp:141: Can't bind socket: Permission denied",
    ],
  },
  {
    id: 'GamePortUnavailable',
    title: 'The game port is taken',
    pattern: engine(/MultiplayerManager failed: "?(?:Host address is already in use|Binding IPv[46] socket failed)/),
    meaning: 'Another process uses the game port, mostly the last run of this server that is still saving.',
    remedy: 'Restart the server once the old process is gone.',
    fix: RESTART,
    examples: [
      '   0.481 Error ServerMultiplayerManager.cpp:92: MultiplayerManager failed: Host address is already in use.',
      '   0.532 Error ServerMultiplayerManager.cpp:84: MultiplayerManager failed: "Binding IPv4 socket failed: Permission denied"',
    ],
  },
  {
    id: 'UserVerificationRequired',
    title: 'Public servers must verify accounts',
    fatal: true,
    pattern: engine(/require_user_verification must be enabled for public games/),
    meaning: 'The server is to be listed publicly but does not verify accounts; the game refuses to start that way.',
    remedy: 'Turn account verification on, or public listing off.',
    fix: { kind: 'patch', title: 'Verify accounts', patch: { spec: { settings: { requireUserVerification: true } } } },
    examples: ['   0.312 Error Main.cpp:839: require_user_verification must be enabled for public games.'],
  },
  {
    id: 'CredentialsRejected',
    title: 'The public listing was refused',
    pattern: engine(/Matching server connection (?:has )?failed|Error AuthServer\w*\.cpp:\d+/),
    meaning: 'factorio.com did not accept the user name and token, or none were given. The game runs, but nobody finds it in the browser.',
    remedy:
      'Put factorioUsername and factorioToken from your factorio.com profile into the credentials of the server, or turn public listing off.',
    fix: { kind: 'patch', title: 'Do not list the server publicly', patch: { spec: { settings: { visibilityPublic: false } } } },
    examples: [
      '   6.826 Error ServerMultiplayerManager.cpp:633: Matching server connection failed: Error when creating server game: Missing token.',
    ],
  },
  {
    id: 'SaveFromNewerVersion',
    title: 'The save is newer than the game',
    fatal: true,
    pattern: engine(/Map version (?<map>\d+\.\d+\.\d+)-\d+ cannot be loaded because it is higher than the game version/),
    meaning: 'The world was last played with a newer version; saves can only go up.',
    remedy: 'Run the version the world was saved with, or a newer one.',
    fix: versionOfSave,
    examples: [
      '   1.204 Error ServerMultiplayerManager.cpp:84: MultiplayerManager failed: "Map version 2.1.12-3 cannot be loaded because it is higher than the game version (2.0.77-0)."',
    ],
  },
  {
    id: 'SaveTooOld',
    title: 'The save is too old',
    fatal: true,
    pattern: engine(/Map version \d+\.\d+\.\d+-\d+ cannot be loaded/),
    meaning: 'This version of the game no longer reads saves of that age.',
    remedy: 'Open and save the world with the versions in between, one major version after the other, then put it back.',
    fix: { kind: 'link', title: 'How versions follow each other', href: 'https://wiki.factorio.com/Version_history' },
    examples: ['   0.488 Error ServerMultiplayerManager.cpp:84: MultiplayerManager failed: "Map version 0.12.32-0 cannot be loaded"'],
  },
  {
    id: 'SaveCorrupt',
    title: 'The save is damaged',
    fatal: true,
    pattern: engine(/Corrupt map: |Error while loading map|has likely been corrupted/),
    meaning: 'The world cannot be read: the file is incomplete or damaged.',
    remedy: 'Put an autosave or a backup in its place: in the folder saves, name it as the setting Save says.',
    fix: { kind: 'link', title: 'Where saves lie', href: 'https://wiki.factorio.com/Application_directory' },
    examples: [
      '  12.410 Error ServerMultiplayerManager.cpp:84: MultiplayerManager failed: "Corrupt map: unknown decorative prototype ID 16467. File has likely been corrupted due to failing hardware"',
      '   1.204 Error ServerMultiplayerManager.cpp:84: MultiplayerManager failed: "Error while loading map: level.dat not found."',
    ],
  },
  {
    id: 'SaveMissing',
    title: 'The save is gone',
    pattern: engine(/MultiplayerManager failed: "File .* does not exist\."/),
    meaning: 'The world was taken away while the game was starting.',
    remedy: 'Restart the server: it takes the newest autosave of this world, or creates a new one.',
    fix: RESTART,
    examples: [
      '   1.263 Error ServerMultiplayerManager.cpp:84: MultiplayerManager failed: "File /factorio/saves/world.zip does not exist."',
    ],
  },
  {
    id: 'ModFailed',
    title: 'A mod does not load',
    fatal: true,
    pattern: engine(/Failed to load mods?\b/),
    meaning: 'A mod does not fit this version of the game, misses another mod, or is broken.',
    remedy: 'Update the mod and those it needs, or take it out of the folder mods.',
    fix: { kind: 'link', title: 'Look the mod up', href: 'https://mods.factorio.com' },
    examples: [
      '   0.078 Error Util.cpp:81: Failed to load mod "mining-patch-planner":',
      '   2.310 Error ModManager.cpp:1620: Failed to load mods: __flib__/data.lua:4: module not found',
    ],
  },
  {
    id: 'MapFigureRefused',
    title: 'The map cannot be created',
    fatal: true,
    pattern: engine(/"[^"]*" is not a valid (?:autoplace control|map gen preset|preset) name/),
    meaning: 'A mod changed what maps are made of, and a figure of the map settings names something that is not there any more.',
    remedy: 'Leave ore and water figures at 1 with this mod, and take the name out of config/map-gen-settings.json.',
    fix: {
      kind: 'patch',
      title: 'Leave ore and water as the mod wants them',
      patch: {
        spec: {
          settings: {
            mapOreFrequency: null,
            mapOreSize: null,
            mapOreRichness: null,
            mapWaterCoverage: null,
            mapWaterScale: null,
            mapTrees: null,
            enemyBases: null,
          },
        },
      },
    },
    examples: ['   0.000 Error Util.cpp:83: "coal" is not a valid autoplace control name.'],
  },
  {
    id: 'FileNotJson',
    title: 'A settings file cannot be read',
    fatal: true,
    pattern: engine(/(?:Couldn't|Could not|Cannot) (?:parse|read) (?<file>\S+\.json)/i),
    meaning: 'A file was edited by hand and is not valid JSON any more.',
    remedy: 'Mend the file that the line names, or delete it; a new one is written at the next start.',
    fix: { ...RESTART, title: 'Restart, once the file is mended' },
    examples: [
      "   0.104 Error Util.cpp:81: Couldn't parse /factorio/config/server-settings.json: expected ',' or '}'",
      "Error: Couldn't parse /factorio/config/server-adminlist.json",
    ],
  },
  {
    id: 'DiskFull',
    title: 'The volume is full',
    pattern: engine(/No space left on device|ENOSPC/),
    meaning: 'There is no room left for the next save. The game runs on, but nothing more of it reaches the disk.',
    remedy: 'Enlarge the volume, or delete old saves and keep fewer autosaves.',
    fix: moreStorage,
    examples: [
      '1834.120 Error AppManager.cpp:431: Saving failed: filesystem error: cannot write /factorio/saves/world.tmp.zip: No space left on device',
    ],
  },
  {
    id: 'VolumeNotWritable',
    title: 'The game may not write its volume',
    fatal: true,
    pattern: engine(
      /(?:Permission denied|Operation not permitted|Read-only file system).*\/(?:factorio|opt\/factorio)\b|\/(?:factorio|opt\/factorio)\b.*(?:Permission denied|Operation not permitted|Read-only file system)|\b(?:mkdir|mv|cp|rm|bash): .*(?:Permission denied|Operation not permitted|Read-only file system)/,
    ),
    meaning: 'Files in the volume belong to somebody else than the user the game runs as, or the volume is read-only.',
    remedy: 'Let everything in the volume belong to user and group 845; a StorageClass that honours fsGroup does so by itself.',
    fix: {
      kind: 'link',
      title: 'About volume ownership',
      href: 'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/',
    },
    examples: [
      "mkdir: cannot create directory '/factorio/saves': Permission denied",
      "mkdir: cannot create directory 'saves': Permission denied",
      '  10.012 Error ServerMultiplayerManager.cpp:84: MultiplayerManager failed: "Error while running reload_script: filesystem error: copy_file "/opt/factorio/data/base/scenarios/freeplay/freeplay.lua" to "/factorio/temp/currently-playing/freeplay.lua" failed: Operation not permitted"',
    ],
  },
  {
    id: 'OutOfMemory',
    title: 'The game ran out of memory',
    exit: { oomKilled: true },
    meaning: 'The map and its mods need more memory than the server has. What was played since the last save is lost.',
    remedy: 'Give the server more memory. Saving in the background needs up to twice as much: turn it off if it is on.',
    fix: moreMemory,
    examples: [],
  },
];

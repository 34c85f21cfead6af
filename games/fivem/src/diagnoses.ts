import type { Diagnosis } from '@gse/sdk';
import {
  acceptTerms,
  addDependency,
  dropResource,
  HOW_TO_INSTALL,
  moreMemory,
  moreStorage,
  newestArtifact,
  PORTAL,
  RESTART,
} from './fixes.ts';
import { channel, CORE } from './log.ts';

/** A line of the server itself. Whatever players write comes from `script:chat` or another script, so it cannot pass for one. */
function core(pattern: string): RegExp {
  return new RegExp(CORE + pattern);
}

/** A line of the start script. */
function start(pattern: string): RegExp {
  return new RegExp(String.raw`^\[start\] ${pattern}`);
}

const DATABASE = channel('script:oxmysql');

/** Known troubles, the most certain causes first: what comes later is often only their effect. */
export const diagnoses: readonly Diagnosis[] = [
  {
    id: 'LicenseKeyMissing',
    title: 'There is no licence key',
    pattern: core(String.raw`Error: This server does not have a license key specified\.`),
    meaning:
      'The server needs a licence key of Cfx.re, which proves that a person agreed to its terms. Without one it runs no scripts and lets nobody in.',
    remedy: 'Accept the terms, get a key from portal.cfx.re, and give it as the secret licenseKey.',
    fix: acceptTerms,
    fatal: true,
    examples: [
      '[          svadhesive] Error: This server does not have a license key specified.',
      '[        c-svadhesive] ^1Error: This server does not have a license key specified.^7',
    ],
  },
  {
    id: 'LicenseKeyBusy',
    title: 'Cfx.re wants a pause',
    pattern: core(String.raw`.{0,120}HTTP 429\b`),
    meaning: 'The licence key was checked too often in a short time: by many restarts, or because a second server uses the same key.',
    remedy: 'Make sure that no other server has this key, then wait some minutes before the next start.',
    fix: RESTART,
    examples: ['[          svadhesive] Could not authenticate server license key. HTTP 429'],
  },
  {
    id: 'LicenseKeyRejected',
    title: 'The licence key is not accepted',
    pattern: core(String.raw`(?:Error: )?Could not authenticate server license key\.`),
    meaning: 'Cfx.re does not know the licence key, or it was made for another server or another address.',
    remedy: 'Compare it with portal.cfx.re, character by character; make a new one if it was shared with somebody.',
    fix: PORTAL,
    fatal: true,
    examples: [
      '[          svadhesive] Could not authenticate server license key. The specified key does not exist.',
      '[          svadhesive] Could not authenticate server license key. Invalid key format specified.',
      '[          svadhesive] Error: Could not authenticate server license key. The specified key does not exist.',
    ],
  },
  {
    id: 'DiskFull',
    title: 'The volume is full',
    pattern: new RegExp(
      String.raw`(?:^(?:wget|tar|cp|mkdir|mv|sh|/bin/sh)\b|${channel('(?:resources|citizen-server-impl|c-scripting-core|server|script:oxmysql)')}).{0,300}(?:No space left on device|Disk quota exceeded|ENOSPC)`,
    ),
    meaning: 'The server could not write to its volume any more. Cars, maps and the caches of old versions fill it up.',
    remedy: 'Grow the volume, or delete resources that are not used.',
    fix: moreStorage,
    examples: [
      'tar: write error: No space left on device',
      "cp: can't create 'server-data/resources/[gameplay]': No space left on device",
      '[ citizen-server-impl] Could not write cache file: No space left on device',
    ],
  },
  {
    id: 'ArtifactNotPublished',
    title: 'There is no such artifact',
    pattern: start(String.raw`Error: artifact (?<artifact>\d+) is not published`),
    meaning: 'Cfx.re has no build of the server with this number. Old ones are taken away after a while.',
    remedy: 'Choose another number, or follow a channel.',
    fix: newestArtifact,
    fatal: true,
    examples: ['[start] Error: artifact 12345 is not published'],
  },
  {
    id: 'DownloadFailed',
    title: 'The server could not be downloaded',
    pattern: start(String.raw`Error: (?:the list of artifacts|artifact \d+|the base resources) cannot be downloaded`),
    meaning: 'The container could not reach the site that publishes the server. Only a first start and updates need it.',
    remedy: 'Check that the server may reach the Internet, then try again.',
    fix: RESTART,
    examples: [
      '[start] Error: the list of artifacts cannot be downloaded from https://runtime.fivem.net/artifacts/fivem/build_proot_linux/master/',
      '[start] Error: artifact 35945 cannot be downloaded from https://runtime.fivem.net/artifacts/fivem/build_proot_linux/master/',
      '[start] Error: the base resources cannot be downloaded from https://codeload.github.com/citizenfx/cfx-server-data/tar.gz/0e7ba53',
    ],
  },
  {
    id: 'PortInUse',
    title: 'The port is taken',
    pattern: core(String.raw`Error: Could not bind on \S{1,80} - is this address valid and not already in use\?`),
    meaning: 'Another program listens on the port of the game, or server.cfg names an address twice or one that is not ours.',
    remedy:
      'Restart; the addresses in server.cfg are put right. If it stays, look for endpoint_add_tcp and endpoint_add_udp in other files.',
    fix: RESTART,
    examples: ['[ citizen-server-impl] Error: Could not bind on 0.0.0.0:30120 - is this address valid and not already in use?'],
  },
  {
    id: 'MainThreadHung',
    title: 'A script holds the server up',
    pattern: new RegExp(String.raw`${channel('server')}Error: Loop svMain seems hung! \(last checkin (?<seconds>\d+) seconds ago\)`),
    meaning: 'A script runs in an endless loop, or waits for something in the middle of its work. Everybody else stands still meanwhile.',
    remedy: 'Restart. If it comes back, take out the resource that was added or changed last.',
    fix: RESTART,
    examples: ['[              server] Error: Loop svMain seems hung! (last checkin 45 seconds ago)'],
  },
  {
    id: 'DatabaseRefused',
    title: 'The database refuses the login',
    pattern: new RegExp(
      String.raw`${DATABASE}(?:Unable to establish a connection to the database \((?:ER_[A-Z_]{1,60})\)!|Error \d+: (?:Access denied for user|Unknown database) )`,
    ),
    meaning: 'The database is there, but does not know the user, the password or the name of the database.',
    remedy:
      'Put the secret databaseUrl right: mysql://user:password@host:3306/database, odd characters of the password as %40 and the like.',
    fix: { kind: 'link', title: 'How the address is written', href: 'https://overextended.dev/oxmysql' },
    examples: [
      '[      script:oxmysql] Unable to establish a connection to the database (ER_ACCESS_DENIED_ERROR)!',
      '[      script:oxmysql] Unable to establish a connection to the database (ER_BAD_DB_ERROR)!',
      "[      script:oxmysql] Error 1049: Unknown database 'qbcoreframework_ec6123'",
    ],
  },
  {
    id: 'DatabaseUnreachable',
    title: 'The database cannot be reached',
    pattern: new RegExp(String.raw`${DATABASE}(?:Error: )?Unable to establish a connection to the database`),
    meaning: 'Frameworks keep characters and vehicles in a database, and nobody answers at the address that the server was given.',
    remedy:
      'Check that the database runs, and that the secret databaseUrl names its host as seen from the server; localhost is the server itself.',
    fix: { kind: 'link', title: 'How the address is written', href: 'https://overextended.dev/oxmysql' },
    examples: [
      '[      script:oxmysql] Unable to establish a connection to the database (ECONNREFUSED)!',
      '[      script:oxmysql] Unable to establish a connection to the database (EAI_AGAIN)!',
      '[      script:oxmysql] Error: Unable to establish a connection to the database!',
    ],
  },
  {
    id: 'ArtifactTooOld',
    title: 'A resource needs a newer artifact',
    pattern: core(
      String.raw` *(?:\d{1,3}\. server needs to be (?<needed>\d{3,7}) or higher|Could not find dependency \/server:(?<build>\d{3,7}) for resource )`,
    ),
    meaning: 'A resource was made for a newer build of the server than the one that runs, and was not started.',
    remedy: 'Follow the newest artifact, or use an older release of the resource.',
    fix: newestArtifact,
    examples: [
      '[    c-resources-core]   1. server needs to be 12913 or higher',
      '[    c-resources-core] Could not find dependency /server:4394 for resource ox_inventory.',
    ],
  },
  {
    id: 'DependencyMissing',
    title: 'A resource builds on another that is not there',
    pattern: core(String.raw`Could not (?:find|start) dependency (?<dependency>[^\s/]{1,64}) for resource (?<resource>\S{1,64})\.$`),
    meaning: 'A resource was not started, because one that it builds on is not installed, or starts later.',
    remedy: 'Install it, and put it in front of the others in the list of resources to start.',
    fix: addDependency,
    examples: [
      '[    c-resources-core] Could not find dependency spawnmanager for resource es_extended.',
      '[    c-resources-core] Could not start dependency es_extended for resource esx_banking.',
    ],
  },
  {
    id: 'ManifestMissing',
    title: 'A folder is no resource',
    pattern: new RegExp(
      String.raw`${channel(String.raw`resources:[^\]]{1,64}`)}Warning: (?<resource>.{1,64}) does not have a resource manifest \(fxmanifest\.lua\)`,
    ),
    meaning: 'A folder among the resources has no fxmanifest.lua at its top. Archives often have one folder too many, or end in -main.',
    remedy: 'Move what is in the inner folder up, and name the folder as the resource is called.',
    fix: HOW_TO_INSTALL,
    examples: ['[resources:ItemBilder] Warning: ItemBilder does not have a resource manifest (fxmanifest.lua)'],
  },
  {
    id: 'ResourceNotFound',
    title: 'A resource is not installed',
    pattern: core(String.raw`Couldn't find resource (?<resource>\S{1,64})\.$`),
    meaning: 'The server is to start a resource that is in no folder of server-data/resources. It runs on without it.',
    remedy: 'Install it under exactly this name, or take it off the list of resources to start.',
    fix: dropResource,
    examples: ["[ citizen-server-impl] Couldn't find resource kr-Casino.", "[           resources] Couldn't find resource esx_banking."],
  },
  {
    id: 'ResourceOfAnotherGame',
    title: 'A resource is made for another game',
    pattern: core(
      String.raw`(?:Warning: )?Resource (?<resource>\S{1,64}) (?:does not support the current game \(|does not contain the RedM pre-release warning|is not using CitizenFXv2 manifest\. This is not allowed for the current game)`,
    ),
    meaning:
      'The server refuses a resource, because its manifest does not name the game that is played here, or not in the way that RedM asks for. It runs on without it.',
    remedy: 'Take it off the list of resources to start, or get a release of it for this game.',
    fix: dropResource,
    examples: [
      '[           resources] Warning: Resource baseevents does not support the current game (rdr3).',
      '[           resources] Warning: Resource sessionmanager does not contain the RedM pre-release warning in fxmanifest.lua.',
      '[           resources] Warning: Resource old-cars is not using CitizenFXv2 manifest. This is not allowed for the current game (rdr3).',
    ],
  },
  {
    id: 'ResourceNotStarted',
    title: 'A resource was not started',
    pattern: core(String.raw`Couldn't start resource (?<resource>\S{1,64})\.$`),
    meaning: 'A resource is installed, but the server could not start it, and runs on without it. The lines before say why.',
    remedy: 'Read the lines before this one on the console; repair the resource, or take it off the list of resources to start.',
    fix: dropResource,
    examples: ["[ citizen-server-impl] Couldn't start resource esx_banking.", "[           resources] Couldn't start resource menuv."],
  },
  {
    id: 'ArtifactExpired',
    title: 'The artifact has expired',
    pattern: start(String.raw`Warning: artifact (?<artifact>\d+) has expired, the oldest that Cfx\.re supports is (?<oldest>\d+)`),
    meaning: 'Cfx.re no longer supports this build of the server. Players cannot join it from the server list any more.',
    remedy: 'Follow a channel, or pin a newer number.',
    fix: newestArtifact,
    examples: ['[start] Warning: artifact 25770 has expired, the oldest that Cfx.re supports is 32561'],
  },
  {
    id: 'OutOfMemory',
    title: 'Out of memory',
    exit: { oomKilled: true },
    meaning: 'The server needed more memory than its size has, and the kernel ended it.',
    remedy: 'Choose a larger size. If memory grows from hour to hour, a script loses it: restart daily and look for the script.',
    fix: moreMemory,
    examples: [],
  },
  {
    id: 'Overloaded',
    title: 'The server cannot keep up',
    pattern: core(String.raw`(?:server|network|sync) thread hitch warning: timer interval of (?<ms>\d{4,7}) milliseconds`),
    meaning: 'For a second or longer the server did nothing for its players. A script took too long, or the processor is too small.',
    remedy: 'Look for the script with "profiler record 500" on the console; if it is no single one, choose a larger size.',
    fix: moreMemory,
    examples: [
      '[ citizen-server-impl] server thread hitch warning: timer interval of 1409 milliseconds',
      '[ citizen-server-impl] network thread hitch warning: timer interval of 2442 milliseconds',
    ],
  },
];

import type { Diagnosis } from '@gse/sdk';
import { KNOWN_MAP, MAKE_TOKEN, moreMemory, moreStorage, PUBLIC_BRANCH, REPAIR, RESTART, withoutAddons } from './fixes.ts';
import { SPOKEN } from './log.ts';

/** A pattern for what the engine and SteamCMD say; otherwise somebody could chat a diagnosis into the log. */
function engine({ source }: RegExp): RegExp {
  return new RegExp(`^(?!${SPOKEN.source.slice(1)}).*?(?:${source})`);
}

/** Known troubles. The first that matches is taken, so what ends the game stands before what only hampers it. */
export const diagnoses: readonly Diagnosis[] = [
  {
    id: 'DiskFull',
    title: 'The volume is too small for the game',
    fatal: true,
    pattern: engine(/App '7[34]0' state is 0x[0-9a-f]*202 after update job|No space left on device/),
    meaning: 'The game is 60 GB of files, and an update needs room for old and new ones at once. It does not fit into the volume.',
    remedy: 'Grow the volume.',
    fix: moreStorage,
    examples: [
      "Error! App '730' state is 0x202 after update job.",
      "cp: error writing 'game/csgo/gameinfo.gi.gse': No space left on device",
    ],
  },
  {
    id: 'BranchNotFound',
    title: 'Steam does not give this build away',
    fatal: true,
    pattern: engine(
      /Failed to install app '7[34]0' \((?:No subscription|Missing configuration|Invalid Platform)\)|App '7[34]0' .*(?:invalid|unknown) (?:beta )?branch/i,
    ),
    meaning: 'There is no branch of that name on Steam, or it is not open to everybody.',
    remedy: 'Follow the public branch, which everybody plays.',
    fix: PUBLIC_BRANCH,
    examples: ["ERROR! Failed to install app '730' (No subscription)", "ERROR! Failed to install app '730' (Missing configuration)"],
  },
  {
    id: 'SteamUnreachable',
    title: 'The game cannot be downloaded',
    pattern: engine(
      /Failed to install app '7[34]0' \((?:No connection|Timeout|Service Unavailable)\)|Connecting anonymously to Steam Public\.\.\.\s*(?:FAILED|Retrying)|Timed out waiting for update to start, bailing/,
    ),
    meaning: 'Steam did not answer, or there is no way to it from here.',
    remedy: 'Wait until Steam is back, check that the server may reach the Internet, then restart it.',
    fix: RESTART,
    examples: [
      "ERROR! Failed to install app '730' (No connection)",
      'Connecting anonymously to Steam Public...FAILED (No Connection)',
      ' Update state (0x0) : Timed out waiting for update to start, bailing.',
    ],
  },
  {
    id: 'DownloadBroken',
    title: 'The download of the game is broken',
    pattern: engine(/App '7[34]0' state is 0x[0-9a-f]+ after update job/),
    meaning: 'An update was interrupted or left parts behind that do not fit. Each start throws the leftovers away and tries again.',
    remedy: 'Restart the server; where that does not help, check all files.',
    fix: RESTART,
    examples: ["Error! App '730' state is 0x602 after update job.", "Error! App '730' state is 0x6 after update job."],
  },
  {
    id: 'PluginsBroken',
    title: 'The game crashes right away, most likely because of a plugin',
    // Where the system keeps no core, the shell says nothing of one.
    pattern: engine(/(?:cs2\.sh|srcds_run): line \d+: +\d+ (?:Aborted|Segmentation fault)(?: |$)/),
    meaning:
      'The process broke down. After an update of the game this is nearly always Metamod or a plugin that was made for the build before.',
    remedy: 'Start without plugins until there are new ones.',
    fix: withoutAddons,
    examples: [
      './game/cs2.sh: line 98:    46 Segmentation fault      (core dumped) ${STEAM_RUNTIME_PREFIX} ${GAME_DEBUGGER} "${GAMEROOT}"/${GAMEEXE} "$@"',
      './game/cs2.sh: line 98:    46 Segmentation fault      ${STEAM_RUNTIME_PREFIX} ${GAME_DEBUGGER} "${GAMEROOT}"/${GAMEEXE} "$@"',
      '/home/steam/cs2-dedicated/game/cs2.sh: line 98:    61 Aborted                 (core dumped) ${STEAM_RUNTIME_PREFIX} ${GAME_DEBUGGER} "${GAMEROOT}"/${GAMEEXE} "$@"',
    ],
  },
  {
    id: 'GameFilesDamaged',
    title: 'Files of the game are missing or damaged',
    pattern: engine(/CAppSystemDict:Unable to load module |failed to dlopen .*\/libserver\.so"? error=/),
    meaning: 'A part of the game cannot be loaded; an update was not finished, or files were changed.',
    remedy: 'Check all files at the next start.',
    fix: REPAIR,
    examples: [
      'CAppSystemDict:Unable to load module server (Dependency of application), error 2',
      ' failed to dlopen /serverdata/serverfiles/game/csgo/bin/linuxsteamrt64/libserver.so error=libv8.so: cannot open shared object file: No such file or directory',
    ],
  },
  {
    id: 'PortTaken',
    title: 'The port of the game is taken',
    pattern: engine(/Couldn't allocate dedicated server IP port|UDP_OpenSocket: port: \d+\s+bind: /),
    meaning: 'Another process uses the port, mostly the last run of this server that is still leaving.',
    remedy: 'Restart the server once the old process is gone.',
    fix: RESTART,
    examples: ["Couldn't allocate dedicated server IP port 27015.", 'WARNING: UDP_OpenSocket: port: 27015  bind: Address already in use'],
  },
  {
    id: 'MapNotFound',
    title: 'The map is not there',
    pattern: engine(/map load failed: \S+ not found or invalid|No such map 'maps\/[^']+'/),
    meaning: 'The game has no map of that name, so nobody can play.',
    remedy: 'Choose a map that comes with the game, or one of the Steam Workshop by its number.',
    fix: KNOWN_MAP,
    examples: ['map load failed: de_dust not found or invalid', "CModelLoader::Map_IsValid:  No such map 'maps/de_dust.bsp'"],
  },
  {
    id: 'WorkshopUnavailable',
    title: 'Maps of the Steam Workshop do not load',
    pattern: engine(
      /GetAvailableAddonMaps failed to find any maps in the '\d+' addon|No web api auth key specified - workshop downloads will be disabled/,
    ),
    meaning: 'The maps were not downloaded: the number is of something else, Steam cannot be reached, or a Steam Web API key is missing.',
    remedy: 'Check the number, and put steamWebApiKey into the credentials of the server.',
    fix: { kind: 'link', title: 'Get a Steam Web API key', href: 'https://steamcommunity.com/dev/apikey' },
    examples: [
      "GetAvailableAddonMaps failed to find any maps in the '3085490518' addon - trying fallback maps: error workshop_preview_inferno workshop_preview_dust2",
      'No web api auth key specified - workshop downloads will be disabled.',
    ],
  },
  {
    id: 'UpdateRequired',
    title: 'An update of the game is out',
    pattern: engine(
      /MasterRequestRestart|Your server needs to be restarted in order to receive the latest update|Your server is out of date and needs to be upgraded/,
    ),
    meaning: "Players' games are updated by Steam, and nobody can join the old build any more.",
    remedy: 'Restart the server: it fetches the new build while it starts. Plugins may need an update as well.',
    fix: RESTART,
    examples: ['MasterRequestRestart', 'Your server needs to be restarted in order to receive the latest update.'],
  },
  {
    id: 'ConsoleBanned',
    title: 'The game has shut the platform out of its console',
    pattern: engine(/Banning \S+ for rcon hacking attempts/),
    meaning: 'Somebody tried passwords for the remote console from the address of the platform, or an old password was used too often.',
    remedy: 'Restart the server, which lifts the ban.',
    fix: RESTART,
    examples: ['Banning 10.42.0.7 for rcon hacking attempts'],
  },
  {
    id: 'TokenTooLate',
    title: 'The token for Steam comes too late',
    pattern: engine(/Game server already logged into steam\. +You need to use the sv_setsteamaccount command earlier/),
    meaning: 'A console file sets sv_setsteamaccount after the game has logged in to Steam without a token.',
    remedy: 'Take sv_setsteamaccount out of server.cfg and put the token into the credentials of the server.',
    examples: ['Warning: Game server already logged into steam.  You need to use the sv_setsteamaccount command earlier.'],
  },
  {
    id: 'TokenRejected',
    title: 'Steam does not accept the game server login token',
    pattern: engine(
      /Could not establish connection to Steam servers|Cert request for \S+ failed with reason code 5005|We're not logged into Steam/,
    ),
    meaning:
      'The server runs, but is not in the server browser, and players may not get in. The token is mistyped, expired, made for another game or used by a second server; or Steam cannot be reached.',
    remedy: 'Make a new token for app 730 and put it into the credentials of the server as gameServerToken.',
    fix: MAKE_TOKEN,
    examples: [
      'Could not establish connection to Steam servers.  (Result = 15)',
      "Cert request for invalid failed with reason code 5005.  We're not logged into Steam",
    ],
  },
  {
    id: 'TokenMissing',
    title: 'There is no game server login token',
    pattern: engine(/No Steam account token was specified|Connections will be restricted to LAN only/),
    meaning: 'Without a token the server is not in the server browser, and players may get in only from the same network.',
    remedy: 'Make a token for app 730 and put it into the credentials of the server as gameServerToken.',
    fix: MAKE_TOKEN,
    examples: [
      '* No Steam account token was specified.                      *',
      '* Logging into anonymous game server account.  Connections will be restricted to LAN only.  *',
    ],
  },
  {
    id: 'OutOfMemory',
    title: 'The game ran out of memory',
    exit: { oomKilled: true },
    meaning: 'The kernel ended the game because it needed more memory than its size allows; maps of the workshop and plugins take much.',
    remedy: 'Choose a larger size.',
    fix: moreMemory,
    examples: [],
  },
];

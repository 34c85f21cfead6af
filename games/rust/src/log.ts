import type { LogPatterns } from '@gse/sdk';
import { STEAM_ID } from './steam-id.ts';

/** Everything the game and its start script print; the start script sends it here. */
export const CONSOLE_LOG = 'console.log';

/** How the game names a player who comes or goes: `1.2.3.4:51234/76561198000000000/Alice`. */
const WHO = String.raw`^\S{1,80}\/(?<id>${STEAM_ID})\/(?<name>.{1,64})`;

/** A save is over and the world is on disk. */
export const SAVED = /^Saving complete$/;
/** A save did not work. Group: reason. */
export const SAVE_FAILED = /^(?:System\.)?(?:IO\.)?(?<reason>(?:IOException|UnauthorizedAccessException|DirectoryNotFoundException): .*)$/;
/** A player has left. Groups: id, name. */
export const LEFT = new RegExp(String.raw`${WHO} disconnecting: `);
/** The game or its start script has begun. */
export const STARTING =
  /^\[gse\] (?:Asking Steam|Build )|^Update state \(0x|^ Update state \(0x|^(?:Loading Prefab Bundle|Asset Warmup|Generating procedural map) /;

/** Line formats of console.log. Anchored at what a player cannot begin a line with, so that nobody chats events into the log. */
export const log: LogPatterns = {
  file: CONSOLE_LOG,
  ready: /^Server startup complete\b/,
  joined: new RegExp(String.raw`${WHO} joined \[[^\]]{1,60}\]$`),
  left: LEFT,
  chat: new RegExp(String.raw`^\[CHAT\] (?<name>.{1,64}?)\[(?<id>${STEAM_ID})\] : (?<text>.*)$`),
  progress:
    /^ ?(?:Update state \(0x[0-9a-f]+\) )?(?<progress>(?:downloading|verifying|validating|preallocating|committing|reconfiguring|staging|verifying update|verifying install), progress: \d{1,3}\.\d\d|Loading Prefab Bundle \d{1,3}%|Asset Warmup \(\d{1,6}\/\d{1,6}\)|Generating procedural map of size \d{1,5} with seed \d{1,10}|Monument Navmesh Build took \S{1,12} seconds|Spawning \d{1,9} entities(?: from save)?|Initializing \d{1,9} (?:entity links|stability supports|entity save caches))/,
};

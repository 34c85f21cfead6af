import type { LogPatterns } from '@gse/sdk';

/**
 * Everything the container prints, in one file: what SteamCMD says while it installs, the engine, and the game's own log, which
 * the managed server.cfg turns on.
 */
export const CONSOLE_LOG = 'console.log';

/** What stands before a line of the game's own log: `L 11/07/2025 - 20:02:08: `, with other punctuation in newer builds. */
const STAMP = String.raw`(?:L )?\d\d\/\d\d\/\d{4} - \d\d:\d\d:\d\d(?:\.\d{3})?(?::| -) `;
/**
 * Somebody in the log: `"name<slot><SteamID><team>"`. Bots have `BOT` in place of a SteamID and are nobody. A name may have
 * quotes and angle brackets in it, but what players say comes after their own name, so nobody can speak for another.
 */
const PERSON = String.raw`"(?<name>(?:(?!<\d{1,5}><)[^\n]){1,128})<\d{1,5}><(?<id>\[U:1:\d{1,10}\]|STEAM_[0-5]:[01]:\d{1,10})><[^<>"]{0,20}>"`;

/** Lines that hold words of players or of the console: nothing in them is said by the engine. */
export const SPOKEN = new RegExp(String.raw`^(?:${STAMP})?(?:"|rcon from |server_message|\[(?:All|Team)[^\]]{0,20} Chat\]|Console: )`);
/**
 * A question of the platform, which Counter-Strike 2 writes to its log whatever `sv_rcon_log` says. As the shell's own tools read
 * patterns: the start script keeps these lines out of the container's output, and the agent out of the console.
 */
export const OWN_QUESTION = '^(L )?[0-9/]{10} - [0-9:.]{8,12}(:| -) rcon from "[^"]*": command "status(_json)?"$';

const INSTALLING = /^(?: ?Update state \(0x|\[gse\] Asking Steam )/;
const READY = String.raw`^(?:${STAMP})?(?:CNetworkGameServerBase::SetServerState \(ss_loading -> ss_active\)|Started map "[^"]{1,120}" \(CRC)`;

/** What the agent looks for in the log. */
export const log: LogPatterns = {
  file: CONSOLE_LOG,
  ready: new RegExp(READY),
  joined: new RegExp(String.raw`^${STAMP}${PERSON} entered the game$`),
  left: new RegExp(String.raw`^${STAMP}${PERSON} disconnected(?: \(reason "[^\n]*"\))?$`),
  chat: new RegExp(String.raw`^${STAMP}${PERSON} say(?:_team)? "(?<text>[^\n]*)"$`),
  progress: new RegExp(
    String.raw`^(?: ?Update state \(0x[0-9a-f]{1,8}\) |\[gse\] |${STAMP})?(?<progress>(?:reconfiguring|validating|preallocating|downloading|committing|verifying install|verifying update), progress: \d{1,3}\.\d\d|Asking Steam for the newest build|Loading map "[^"]{1,120}")`,
  ),
  noise: new RegExp(OWN_QUESTION),
};

/** How many of the last lines are looked at. */
export const RECENT_LINES = 500;

/** Whether the game is up as far as its last lines tell. The log begins anew at every start; a long one that says nothing of a start is one of a game long up. */
export function isUp(lines: readonly string[]): boolean {
  for (const line of lines.toReversed()) {
    if (log.ready.test(line)) return true;
    if (INSTALLING.test(line)) return false;
  }
  return lines.length >= RECENT_LINES;
}

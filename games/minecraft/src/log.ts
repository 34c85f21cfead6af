import type { LogPatterns } from '@gse/sdk';

/**
 * What stands before the message of a log line: `[12:00:00] [Server thread/INFO]: ` in the file, `[12:00:00 INFO]: ` on
 * Paper's console, `[12:00:00] [Server thread/INFO] (Minecraft) ` under Fabric. Matching it whole keeps players from
 * forging lines in chat: their words come after `<name> `.
 */
export const PREFIX = String.raw`^(?:\[[^\]]{1,40}\] )?\[[^\]]{1,80}\](?:: | \([^)]{1,80}\) )`;

/** Names of players; Floodgate puts a dot before those from Bedrock. */
const NAME = String.raw`(?<name>\.?[A-Za-z0-9_]{1,16})`;

/** The game begins to start. */
export const STARTING = new RegExp(String.raw`${PREFIX}Starting minecraft server version |^\[init\] `);

/** Line formats of logs/latest.log. */
export const log: LogPatterns = {
  file: 'logs/latest.log',
  ready: new RegExp(String.raw`${PREFIX}Done \(\d+[.,]\d+s\)! For help, type "help"`),
  // Whoever has a new name since the last visit is told with the old one.
  joined: new RegExp(String.raw`${PREFIX}${NAME}(?: \(formerly known as [^()\s]{1,17}\))? joined the game$`),
  left: new RegExp(String.raw`${PREFIX}${NAME} left the game$`),
  chat: new RegExp(String.raw`${PREFIX}(?:\[Not Secure\] )?<(?<name>[^<>]{1,64})> (?<text>.*)$`),
  progress: new RegExp(
    String.raw`${PREFIX}(?<progress>Preparing spawn area: \d+%|Preparing level "[^"]*"|Preparing start region for (?:dimension|level) \S+|Starting minecraft server version \S+|Loading libraries, please wait\.\.\.)`,
  ),
};

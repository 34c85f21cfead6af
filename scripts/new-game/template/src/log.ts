import type { LogPatterns } from '@gse/sdk';

/** Begins every line. */
const TIME = String.raw`^\[\d\d:\d\d:\d\d\] `;

/**
 * The game's log as people and the platform read it. FILL IN: from a real log. Every pattern begins with `^`, so that
 * nobody can make up an event by chatting it.
 */
export const log: LogPatterns = {
  file: 'logs/server.log',
  ready: new RegExp(String.raw`${TIME}Server is ready$`),
  progress: new RegExp(String.raw`${TIME}Loading world: (?<progress>\d{1,3}%)$`),
  joined: new RegExp(String.raw`${TIME}(?<name>[\w-]{1,32}) joined$`),
  left: new RegExp(String.raw`${TIME}(?<name>[\w-]{1,32}) left$`),
  chat: new RegExp(String.raw`${TIME}<(?<name>[\w-]{1,32})> (?<text>.*)$`),
};

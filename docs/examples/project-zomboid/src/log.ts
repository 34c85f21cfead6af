import type { LogPatterns } from '@gse/sdk';

/** Begins every line of a level: `LOG  : Network     , 1668712345678> `. */
export const line = (level: string, message: string): RegExp => new RegExp(String.raw`^${level} *: \w+ *, \d{13}> ${message}`);

/** The game's log as people and the platform read it. Chat stands in a file of its own, so there is no pattern for it. */
export const log: LogPatterns = {
  file: 'server-console.txt',
  ready: line('LOG', String.raw`\*{3} SERVER STARTED \*{4}$`),
  joined: line('LOG', String.raw`ConnectionManager: \[fully-connected\] .{0,200} username="(?<name>[^"]{1,64})"$`),
  left: line('LOG', String.raw`ConnectionManager: \[disconnect\] .{0,200} username="(?<name>[^"]{1,64})"$`),
};

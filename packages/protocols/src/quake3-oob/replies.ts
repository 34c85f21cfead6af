import { parseInfoString } from './info-string.ts';
import { stripConsoleColours } from './text.ts';

/** Most players of a status that are kept. */
const MAX_PLAYERS = 2048;
const MAX_COUNT = 65_535;

/** What a server says of itself in one datagram. What it leaves out is absent: never take it for zero. */
export interface OobInfo {
  readonly hostname: string;
  readonly gametype: string;
  readonly mapname: string;
  readonly gamename: string;
  readonly clients?: number;
  readonly maxClients?: number;
  /** Everything that was sent, as it was sent. */
  readonly vars: ReadonlyMap<string, string>;
}

/** A player in a status. */
export interface OobPlayer {
  readonly name: string;
  readonly score: number;
  readonly ping: number;
}

/** An info with the players that the server lists. */
export interface OobStatus extends OobInfo {
  readonly players: readonly OobPlayer[];
}

/** Reads the body of `infoResponse`. Never throws; what is missing or malformed is absent. */
export function readInfo(text: string): OobInfo {
  return infoOf(parseInfoString(text));
}

/**
 * Reads the body of `statusResponse`: pairs and, on lines of their own, players (`0 42 "Name"`), before the pairs, between
 * them or after them. Never throws.
 */
export function readStatus(text: string): OobStatus {
  const players: OobPlayer[] = [];
  const rest: string[] = [];
  for (const line of text.split('\n')) {
    const [, score, ping, name] = /^(-?\d{1,9}) (-?\d{1,9}) "(.*)"\s*$/s.exec(line) ?? [];
    if (name === undefined) rest.push(line);
    else if (players.length < MAX_PLAYERS)
      players.push({ name: stripConsoleColours(name).slice(0, 128), score: Number(score), ping: Number(ping) });
  }
  return { ...infoOf(parseInfoString(rest.join('\n'))), players };
}

function infoOf(vars: ReadonlyMap<string, string>): OobInfo {
  const words = (key: string): string => stripConsoleColours(vars.get(key) ?? '').trim();
  const clients = count(vars.get('clients'));
  const maxClients = count(vars.get('sv_maxclients'));
  return {
    hostname: words('hostname') || words('sv_hostname'),
    gametype: words('gametype'),
    mapname: words('mapname'),
    gamename: words('gamename'),
    ...(clients !== undefined && { clients }),
    ...(maxClients !== undefined && { maxClients }),
    vars,
  };
}

function count(value: string | undefined): number | undefined {
  // A line break may stand behind it, where players follow.
  const text = value?.trim() ?? '';
  if (!/^\d{1,5}$/.test(text)) return undefined;
  const number = Number(text);
  return number <= MAX_COUNT ? number : undefined;
}

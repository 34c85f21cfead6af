import { FiveMHttpError } from '../errors.ts';
import { asArray, asInteger, asObject, isObject, parseFirstJson } from '../minecraft-status/json.ts';
import { stripConsoleColours } from '../quake3-oob/text.ts';
import type { FiveMDynamic, FiveMInfo, FiveMPlayer, FiveMPlayers } from './documents.ts';

const MAX_RESOURCES = 5_000;
const MAX_VARS = 1_000;
const MAX_PLAYERS = 4_096;
const MAX_IDENTIFIERS = 16;
const MAX_NAME = 128;
const MAX_TEXT = 4_096;
/** An identifier of a person or an account; what holds an address is left out. */
const IDENTIFIER = /^(?!ip:)[a-z0-9_]{1,20}:[^\s]{1,128}$/;

/** Reads `/info.json`. Only what is no JSON object is an error; what is missing or malformed in it is empty. */
export function readFiveMInfo(text: string): FiveMInfo {
  const info = objectIn(text, 'info.json');
  const server = words(info['server']);
  const build = /\bv1\.0\.0\.(\d{1,7})\b/.exec(server)?.[1];
  const resources = asArray(info['resources']).filter((name) => typeof name === 'string' && name !== '');
  const vars = Object.entries(asObject(info['vars']))
    .slice(0, MAX_VARS)
    .flatMap(([key, value]) => {
      const shown = scalar(value);
      return shown === undefined ? [] : [[key.slice(0, MAX_NAME), shown.slice(0, MAX_TEXT)] as const];
    });
  return {
    server,
    ...(build !== undefined && { build: Number(build) }),
    resources: resources.slice(0, MAX_RESOURCES).map((name) => String(name).slice(0, MAX_NAME)),
    vars: new Map(vars),
  };
}

/** Reads `/dynamic.json`, whose counts come as numbers and as texts. */
export function readFiveMDynamic(text: string): FiveMDynamic {
  const dynamic = objectIn(text, 'dynamic.json');
  const clients = count(dynamic['clients']);
  const maxClients = count(dynamic['sv_maxclients']);
  return {
    hostname: words(dynamic['hostname']),
    gametype: words(dynamic['gametype']),
    mapname: words(dynamic['mapname']),
    ...(clients !== undefined && { clients }),
    ...(maxClients !== undefined && { maxClients }),
  };
}

/** Reads `/players.json`. What is no list is an error, because nobody can be counted in it. */
export function readFiveMPlayers(text: string): FiveMPlayers {
  const list = parseFirstJson(text);
  if (!Array.isArray(list)) throw unreadable('players.json', 'a list');
  return { online: list.length, players: list.slice(0, MAX_PLAYERS).flatMap((entry) => readPlayer(entry) ?? []) };
}

function readPlayer(entry: unknown): FiveMPlayer | undefined {
  if (!isObject(entry)) return undefined;
  const id = asInteger(entry['id']);
  const name = words(entry['name']).replaceAll(/\s+/g, ' ').slice(0, MAX_NAME);
  if (id === undefined || id < 0 || name === '') return undefined;
  const ping = count(entry['ping']);
  const identifiers = asArray(entry['identifiers']).filter((value) => typeof value === 'string' && IDENTIFIER.test(value));
  return { id, name, ...(ping !== undefined && { ping }), identifiers: identifiers.slice(0, MAX_IDENTIFIERS).map(String) };
}

function objectIn(text: string, document: string): Readonly<Record<string, unknown>> {
  const value = parseFirstJson(text);
  if (!isObject(value)) throw unreadable(document, 'an object');
  return value;
}

function unreadable(document: string, wanted: string): FiveMHttpError {
  return new FiveMHttpError('protocol', `The server sent a ${document} that is not ${wanted} in JSON, or nested too deeply.`);
}

function words(value: unknown): string {
  return stripConsoleColours(scalar(value) ?? '')
    .slice(0, MAX_TEXT)
    .trim();
}

function scalar(value: unknown): string | undefined {
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : undefined;
}

function count(value: unknown): number | undefined {
  const number = asInteger(value);
  return number !== undefined && number >= 0 && number <= 1_000_000 ? number : undefined;
}

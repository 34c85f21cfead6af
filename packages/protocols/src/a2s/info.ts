import { A2sError } from '../errors.ts';
import type { Reply } from './messages.ts';
import { OLD_INFO } from './messages.ts';
import { FieldReader } from './reader.ts';

/** The Ship, the one game whose answers have fields of their own, by its application ids. */
const SHIP_APP_IDS = new Set([2400, 2401, 2402, 2412]);

/** Whether answers have the additional fields of The Ship. */
export function isShip(appId: number | undefined): boolean {
  return appId !== undefined && SHIP_APP_IDS.has(appId);
}

/** What a server says of itself. */
export interface A2sInfo {
  readonly protocol: number;
  readonly name: string;
  readonly map: string;
  /** Folder of the game's files, such as `csgo`. */
  readonly folder: string;
  readonly game: string;
  /** Steam application; only its low 16 bits where the server sends no more. Absent from engines older than Steam. */
  readonly appId?: number;
  /** Players and bots. One byte on the wire: larger games wrap, and tell the truth in `keywords`. */
  readonly players: number;
  readonly maxPlayers: number;
  readonly bots: number;
  readonly serverType: 'dedicated' | 'listen' | 'proxy' | 'unknown';
  readonly os: 'linux' | 'windows' | 'mac' | 'unknown';
  readonly hasPassword: boolean;
  /** Whether Valve's own anti-cheat is on. */
  readonly isSecure: boolean;
  readonly version: string;
  readonly gamePort?: number;
  /** The server's own 64-bit Steam id, as decimal digits. */
  readonly steamId?: string;
  readonly spectator?: { readonly port: number; readonly name: string };
  /** Tags of the server, often separated by commas. */
  readonly keywords?: string;
  readonly ship?: { readonly mode: number; readonly witnesses: number; readonly duration: number };
}

/** Reads the answer to `info`, in the format of today or of the engine before. */
export function readInfo({ type, body }: Reply): A2sInfo {
  return type === OLD_INFO ? readOld(new FieldReader(body)) : readCurrent(new FieldReader(body));
}

function readCurrent(fields: FieldReader): A2sInfo {
  const protocol = fields.u8();
  const name = fields.text();
  const map = fields.text();
  const folder = fields.text();
  const game = fields.text();
  const shortAppId = fields.u16();
  const players = fields.u8();
  const maxPlayers = fields.u8();
  const bots = fields.u8();
  const type = fields.u8();
  const os = fields.u8();
  const visibility = fields.u8();
  const secure = fields.u8();
  const ship = isShip(shortAppId) ? { mode: fields.u8() ?? 0, witnesses: fields.u8() ?? 0, duration: fields.u8() ?? 0 } : undefined;
  const version = fields.text();
  if (
    protocol === undefined ||
    name === undefined ||
    map === undefined ||
    folder === undefined ||
    game === undefined ||
    shortAppId === undefined ||
    players === undefined ||
    maxPlayers === undefined ||
    bots === undefined ||
    secure === undefined ||
    version === undefined
  ) {
    throw tooShort();
  }
  const { appId = shortAppId, ...extra } = readExtra(fields);
  return {
    protocol,
    name,
    map,
    folder,
    game,
    appId,
    players,
    maxPlayers,
    bots,
    serverType: serverType(type),
    os: operatingSystem(os),
    hasPassword: visibility === 1,
    isSecure: secure === 1,
    version,
    ...extra,
    ...(ship && { ship }),
  };
}

/** The fields behind the version; each is there if its bit says so and the datagram was not cut before it. */
function readExtra(fields: FieldReader): Partial<Pick<A2sInfo, 'appId' | 'gamePort' | 'steamId' | 'spectator' | 'keywords'>> {
  const flags = fields.u8() ?? 0;
  const gamePort = flags & 0x80 ? fields.u16() : undefined;
  const steamId = flags & 0x10 ? fields.u64() : undefined;
  const spectatorPort = flags & 0x40 ? fields.u16() : undefined;
  const spectatorName = flags & 0x40 ? fields.text() : undefined;
  const keywords = flags & 0x20 ? fields.text() : undefined;
  const gameId = flags & 0x01 ? fields.u64() : undefined;
  // The low 24 bits are the application id in full; some servers send zero.
  const appId = gameId === undefined ? 0 : Number(gameId & 0xff_ffffn);
  return {
    ...(appId !== 0 && { appId }),
    ...(gamePort !== undefined && { gamePort }),
    ...(steamId !== undefined && { steamId: steamId.toString() }),
    ...(spectatorPort !== undefined && spectatorName !== undefined && { spectator: { port: spectatorPort, name: spectatorName } }),
    ...(keywords !== undefined && { keywords }),
  };
}

/** The answer of GoldSource engines: the server's address first, and fields of a modification in between. */
function readOld(fields: FieldReader): A2sInfo {
  fields.text(); // address
  const name = fields.text();
  const map = fields.text();
  const folder = fields.text();
  const game = fields.text();
  const players = fields.u8();
  const maxPlayers = fields.u8();
  const protocol = fields.u8();
  const type = fields.u8();
  const os = fields.u8();
  const visibility = fields.u8();
  const isMod = fields.u8();
  if (isMod === 1) {
    fields.text(); // link
    fields.text(); // download
    fields.u8();
    fields.i32(); // version
    fields.i32(); // size
    fields.u8(); // multiplayer only
    fields.u8(); // own library
  }
  const secure = fields.u8();
  const bots = fields.u8();
  if (
    name === undefined ||
    map === undefined ||
    folder === undefined ||
    game === undefined ||
    players === undefined ||
    maxPlayers === undefined ||
    protocol === undefined ||
    isMod === undefined
  ) {
    throw tooShort();
  }
  return {
    protocol,
    name,
    map,
    folder,
    game,
    players,
    maxPlayers,
    bots: bots ?? 0,
    serverType: serverType(type),
    os: operatingSystem(os),
    hasPassword: visibility === 1,
    isSecure: secure === 1,
    version: '',
  };
}

/** The letters are upper case on old engines. */
function serverType(code: number | undefined): A2sInfo['serverType'] {
  const letter = String.fromCharCode(code ?? 0).toLowerCase();
  return ({ d: 'dedicated', l: 'listen', p: 'proxy' } as const)[letter] ?? 'unknown';
}

function operatingSystem(code: number | undefined): A2sInfo['os'] {
  const letter = String.fromCharCode(code ?? 0).toLowerCase();
  return ({ l: 'linux', w: 'windows', m: 'mac', o: 'mac' } as const)[letter] ?? 'unknown';
}

function tooShort(): A2sError {
  return new A2sError('protocol', 'The server sent a description of itself that ends too early.');
}

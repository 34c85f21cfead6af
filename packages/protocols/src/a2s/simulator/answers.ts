import type { SplitLayout } from '../fragments.ts';
import type { A2sInfo } from '../info.ts';
import { OLD_INFO, QUESTIONS } from '../messages.ts';
import type { A2sPlayer } from '../players.ts';

const TYPE_LETTERS = { dedicated: 'd', listen: 'l', proxy: 'p', unknown: '?' } as const;
const OS_LETTERS = { linux: 'l', windows: 'w', mac: 'm', unknown: '?' } as const;

/** The answer to `info`, as a game on this engine sends it. */
export function writeInfo(info: A2sInfo): Buffer {
  const { appId = 0, gamePort, steamId, spectator, keywords, ship } = info;
  const flags =
    (gamePort === undefined ? 0 : 0x80) |
    (steamId === undefined ? 0 : 0x10) |
    (spectator === undefined ? 0 : 0x40) |
    (keywords === undefined ? 0 : 0x20) |
    0x01;
  return whole(
    QUESTIONS.info.answer,
    u8(info.protocol),
    ...[info.name, info.map, info.folder, info.game].map(text),
    u16(appId & 0xffff),
    u8(info.players),
    u8(info.maxPlayers),
    u8(info.bots),
    Buffer.from(TYPE_LETTERS[info.serverType] + OS_LETTERS[info.os], 'latin1'),
    u8(info.hasPassword ? 1 : 0),
    u8(info.isSecure ? 1 : 0),
    ...(ship ? [u8(ship.mode), u8(ship.witnesses), u8(ship.duration)] : []),
    text(info.version),
    u8(flags),
    ...(gamePort === undefined ? [] : [u16(gamePort)]),
    ...(steamId === undefined ? [] : [u64(BigInt(steamId))]),
    ...(spectator === undefined ? [] : [u16(spectator.port), text(spectator.name)]),
    ...(keywords === undefined ? [] : [text(keywords)]),
    u64(BigInt(appId)),
  );
}

/** The answer to `info` of engines older than this protocol. */
export function writeOldInfo(info: A2sInfo): Buffer {
  return whole(
    OLD_INFO,
    text('127.0.0.1:27015'),
    ...[info.name, info.map, info.folder, info.game].map(text),
    u8(info.players),
    u8(info.maxPlayers),
    u8(info.protocol),
    Buffer.from(`${TYPE_LETTERS[info.serverType]}${OS_LETTERS[info.os]}`.toUpperCase(), 'latin1'),
    u8(info.hasPassword ? 1 : 0),
    u8(1),
    text('http://mod.example'),
    text('http://mod.example/download'),
    u8(0),
    i32(1),
    i32(184_000_000),
    u8(0),
    u8(1),
    u8(info.isSecure ? 1 : 0),
    u8(info.bots),
  );
}

/** The answer to `players`. */
export function writePlayers(players: readonly A2sPlayer[]): Buffer {
  return whole(
    QUESTIONS.players.answer,
    u8(players.length & 0xff),
    ...players.flatMap(({ name, score, seconds }) => [u8(0), text(name), i32(score), f32(seconds)]),
    ...players.flatMap(({ ship }) => (ship ? [i32(ship.deaths), i32(ship.money)] : [])),
  );
}

/** The answer to `rules`. */
export function writeRules(rules: Iterable<readonly [string, string]>): Buffer {
  const pairs = [...rules];
  return whole(QUESTIONS.rules.answer, u16(pairs.length), ...pairs.flatMap(([name, value]) => [text(name), text(value)]));
}

/** An answer as the parts an engine sends, each with at most `bytes` of it. */
export function split(answer: Buffer, { layout, id, bytes }: { layout: SplitLayout; id: number; bytes: number }): Buffer[] {
  const total = Math.ceil(answer.length / bytes);
  return Array.from({ length: total }, (_, number) =>
    Buffer.concat([
      i32(-2),
      // The sign says "packed", but not in GoldSource, whose numbers may have any.
      i32(layout === 'goldSource' ? id : id & 0x7fff_ffff),
      ...(layout === 'goldSource' ? [u8((number << 4) | total)] : [u8(total), u8(number)]),
      ...(layout === 'source' ? [u16(bytes)] : []),
      answer.subarray(number * bytes, (number + 1) * bytes),
    ]),
  );
}

/** A whole message of this type. */
export function whole(type: number, ...fields: readonly Uint8Array[]): Buffer {
  return Buffer.concat([i32(-1), u8(type), ...fields]);
}

function text(value: string): Buffer {
  return Buffer.from(`${value.replaceAll('\0', '')}\0`, 'utf8');
}

function u8(value: number): Buffer {
  return Buffer.from([value & 0xff]);
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value & 0xffff);
  return bytes;
}

function i32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value | 0);
  return bytes;
}

function f32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return bytes;
}

function u64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt.asUintN(64, value));
  return bytes;
}

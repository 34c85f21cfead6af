import { onSteam, type Seat, type ServerReport } from './status-json.ts';
import { steamId64 } from './steam-id.ts';

const COUNTS = /^players {0,8}: (\d{1,3}) humans?, (\d{1,3}) bots? \((\d{1,3})(?:\/\d{1,3})? max\)/;
const STEAM_ID = /^steamid {0,8}: (\[[AGIU]:[^\]\s]{1,40}\]|not logged in)/;
const MAP = /^(?:map {0,8}: (\S{1,120})|loaded spawngroup\( {0,3}1\) {1,3}: SV: {1,3}\[1: ([^|]{1,120}?) \|)/;
/** `   3    00:43   24    0     active 786432 85.216.99.177:62135 'name'`: the address and the name are the last two fields. */
const ROW =
  /^\s{0,8}(\d{1,5})\s{1,12}(BOT|\[NoChan\]|[\d:]{1,12})\s{1,12}\d{1,6}\s{1,12}\d{1,6}\s{1,12}(\w{1,20})\s{1,12}\d{1,10}?\s{0,8}(?:unknown|\S{1,60}:\d{1,5})?\s{0,8}'(.*)'$/;
/** `# 46 2 "name" STEAM_1:1:15805829 39:44 40 0 active 80000 1.2.3.4:5`; bots have `BOT` there. */
const OLD_ROW = /^#\s{0,8}(\d{1,6})(?:\s{1,8}\d{1,4})?\s{1,8}"(.*)"\s{1,8}(BOT|STEAM_[0-5]:[01]:\d{1,10}|\[U:1:\d{1,10}\])(?:\s|$)/;

/** Reads the answer to `status`, of Counter-Strike 2 or of the games before it; undefined where it is none. */
export function readStatus(answer: string): ServerReport | undefined {
  const people: Seat[] = [];
  let counts: RegExpExecArray | undefined;
  let steamId: string | undefined;
  let map: string | undefined;
  for (const raw of answer.split('\n').slice(0, 2000)) {
    // Lines may carry where they come from in front.
    const line = raw.replace(/^\[(?:Client|Server)\] /, '').trimEnd();
    counts ??= COUNTS.exec(line) ?? undefined;
    steamId ??= STEAM_ID.exec(line)?.[1];
    const found = MAP.exec(line);
    map ??= found?.[1] ?? found?.[2];
    const seat = readRow(line) ?? readOldRow(line);
    if (seat) people.push(seat);
  }
  if (counts === undefined) return undefined;
  const [, humans, bots, max] = counts.map(Number);
  // Somebody who is counted but not in the list is still connecting.
  if (humans === undefined || people.length > humans) return undefined;
  return {
    people,
    bots: bots ?? 0,
    ...(max !== undefined && max > 0 && { max }),
    ...(map !== undefined && { map }),
    updatePending: false,
    ...(steamId !== undefined && { onSteam: onSteam(steamId !== 'not logged in', steamId) }),
    figures: {},
  };
}

function readRow(line: string): Seat | undefined {
  const [, slot, time, state, name = ''] = ROW.exec(line) ?? [];
  const isPerson = slot !== undefined && time !== 'BOT' && time !== '[NoChan]' && state === 'active' && name !== '';
  return isPerson ? { slot: Number(slot), name } : undefined;
}

function readOldRow(line: string): Seat | undefined {
  const [, slot, name = '', identity = ''] = OLD_ROW.exec(line) ?? [];
  const id = steamId64(identity);
  return slot === undefined || id === undefined || name === '' ? undefined : { slot: Number(slot), name, id };
}

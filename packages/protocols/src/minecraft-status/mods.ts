import { asArray, asObject, isObject } from './json.ts';
import type { StatusMod, StatusModded } from './status.ts';
import { readVarInt } from './wire.ts';

/** Most mods that are kept. The largest packs have about 500. */
const MAX_MODS = 1000;
const MAX_NAME_CHARACTERS = 128;

/** What a status says about mods; undefined when it says nothing. */
export function readMods(status: Readonly<Record<string, unknown>>): StatusModded | undefined {
  const { modinfo, forgeData, isModded } = status;
  if (isObject(forgeData)) {
    const packed = typeof forgeData['d'] === 'string' ? unpackForgeData(forgeData['d']) : undefined;
    const listed = modsOf(forgeData['mods'] ?? forgeData['modList']);
    const isCut = listed.length === MAX_MODS || forgeData['truncated'] === true;
    return { format: 'forge', ...(packed ?? { mods: listed, truncated: isCut }) };
  }
  if (isObject(modinfo)) {
    const mods = modsOf(modinfo['modList']);
    return { format: 'fml1', mods, truncated: mods.length === MAX_MODS };
  }
  return isModded === true ? { format: 'marker', mods: [], truncated: false } : undefined;
}

/** Entries name their fields `modid` or `modId`, `version` or `modmarker`, as Forge did over the years. */
function modsOf(list: unknown): StatusMod[] {
  const mods: StatusMod[] = [];
  for (const entry of asArray(list)) {
    const { modid, modId, version, modmarker } = asObject(entry);
    const id = modId ?? modid;
    const marker = modmarker ?? version;
    if (typeof id !== 'string' || id === '') continue;
    mods.push({ id: id.slice(0, MAX_NAME_CHARACTERS), version: typeof marker === 'string' ? marker.slice(0, MAX_NAME_CHARACTERS) : '' });
    if (mods.length === MAX_MODS) break;
  }
  return mods;
}

/**
 * Forge from 1.18 on packs the list into the characters of a string, 15 bits each, to stay below Minecraft's limit:
 * whether it is cut, the number of mods, and for each a VarInt (twice the number of its channels, plus one when it has
 * no version), its id, its version, and its channels (name, version, required or not).
 */
function unpackForgeData(text: string): Pick<StatusModded, 'mods' | 'truncated'> | undefined {
  const reader = new PackedReader(unpackBytes(text));
  const truncated = reader.byte() !== 0;
  const count = reader.byte() * 256 + reader.byte();
  const mods: StatusMod[] = [];
  while (mods.length < Math.min(count, MAX_MODS)) {
    const flags = reader.varInt();
    const id = reader.string();
    const version = (flags & 1) === 1 ? '' : reader.string();
    for (let channel = 0; channel < flags >>> 1 && !reader.isAtEnd; channel++) {
      reader.string();
      reader.string();
      reader.byte();
    }
    if (reader.isAtEnd) break;
    mods.push({ id: id.slice(0, MAX_NAME_CHARACTERS), version: version.slice(0, MAX_NAME_CHARACTERS) });
  }
  return { mods, truncated: truncated || mods.length < count };
}

/** The first two characters are the number of bytes, the others the bytes, lowest bits first. */
function unpackBytes(text: string): Uint8Array {
  const unit = (index: number) => text.charCodeAt(index) & 0x7fff;
  const available = Math.floor(((text.length - 2) * 15) / 8);
  const length = text.length < 2 ? 0 : Math.min(unit(0) | (unit(1) << 15), available);
  const bytes = new Uint8Array(length);
  let bits = 0;
  let bitCount = 0;
  let next = 2;
  for (let index = 0; index < length; index++) {
    if (bitCount < 8) {
      bits |= unit(next++) << bitCount;
      bitCount += 15;
    }
    bytes[index] = bits & 0xff;
    bits >>>= 8;
    bitCount -= 8;
  }
  return bytes;
}

/** Reads past the end as zeros and remembers that it did. */
class PackedReader {
  /** Whether something was read that is not there. */
  isAtEnd = false;
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  byte(): number {
    const value = this.#bytes[this.#at++];
    if (value === undefined) this.isAtEnd = true;
    return value ?? 0;
  }

  varInt(): number {
    const read = readVarInt(this.#bytes, this.#at);
    if (typeof read === 'string') {
      this.isAtEnd = true;
      return 0;
    }
    this.#at = read.end;
    return read.value;
  }

  string(): string {
    const length = this.varInt();
    const end = this.#at + length;
    if (length < 0 || end > this.#bytes.length) {
      this.isAtEnd = true;
      return '';
    }
    const text = Buffer.from(this.#bytes.subarray(this.#at, end)).toString('utf8');
    this.#at = end;
    return text;
  }
}

import publishedMessages from './messages.json' with { type: 'json' };
import { isObject, parseJson, type Json, type JsonObject } from '../json.ts';
import { ProtobufError, readFields } from './reader.ts';

interface FieldType {
  name: string;
  /** A letter of `generate-messages.ts`, or the name of a message. */
  type: string;
  shape: 'one' | 'list' | 'map' | 'inline';
  isLeftOutWhenZero: boolean;
}

const sources: Readonly<Record<string, readonly string[]>> = publishedMessages;
const compiled = new Map<string, ReadonlyMap<number, FieldType>>();
const maxDepth = 64;
const magic = Buffer.from('k8s\0');
const text = new TextDecoder('utf-8', { fatal: true });

/** Whether an object of this kind can be sent as protobuf. */
function messageName(apiVersion: string, kind: string): string | undefined {
  if (kind === 'DeleteOptions') return 'meta/v1.DeleteOptions';
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['core', apiVersion];
  const name = `${group?.split('.')[0]}/${version}.${kind}`;
  return sources[name] ? name : undefined;
}

/**
 * Reads the protobuf that kubectl's typed commands send (`kubectl create namespace`, `kubectl auth can-i`).
 * Throws {@link ProtobufError} for anything else.
 */
export function decodeProtobuf(bytes: Uint8Array): JsonObject {
  if (!magic.equals(bytes.subarray(0, magic.length))) throw new ProtobufError('the body does not begin as Kubernetes protobuf does');
  let apiVersion = '';
  let kind = '';
  let raw: Uint8Array = new Uint8Array();
  for (const { number, value } of readFields(bytes.subarray(magic.length))) {
    if (typeof value === 'bigint') continue;
    if (number === 2) raw = value;
    if (number !== 1) continue;
    for (const field of readFields(value)) {
      if (typeof field.value === 'bigint') continue;
      if (field.number === 1) apiVersion = decodeText(field.value);
      if (field.number === 2) kind = decodeText(field.value);
    }
  }
  const name = messageName(apiVersion, kind);
  if (!name)
    throw new ProtobufError(`${kind || 'an unnamed kind'} in version ${JSON.stringify(apiVersion)} is not read as protobuf; send JSON`);
  return { apiVersion, kind, ...decodeMessage(name, raw, 0) };
}

function fieldsOf(name: string): ReadonlyMap<number, FieldType> {
  const known = compiled.get(name);
  if (known) return known;
  const fields = new Map<number, FieldType>();
  for (const line of sources[name] ?? []) {
    const [number, fieldName = '', spelled = ''] = line.split(' ');
    const parts = /^(~?)(\^|\[\]|\{\})?(.+)$/.exec(spelled);
    const mark = parts?.[2];
    fields.set(Number(number), {
      name: fieldName,
      type: parts?.[3] ?? '',
      shape: mark === '^' ? 'inline' : mark === '[]' ? 'list' : mark === '{}' ? 'map' : 'one',
      isLeftOutWhenZero: parts?.[1] === '~',
    });
  }
  compiled.set(name, fields);
  return fields;
}

function decodeMessage(name: string, bytes: Uint8Array, depth: number): JsonObject {
  if (depth > maxDepth) throw new ProtobufError('the object is nested too deeply');
  const fields = fieldsOf(name);
  const object: JsonObject = {};
  for (const { number, value } of readFields(bytes)) {
    const field = fields.get(number);
    if (field) addField(object, field, value, depth);
  }
  return object;
}

function addField(object: JsonObject, field: FieldType, wire: bigint | Uint8Array, depth: number): void {
  if (field.shape === 'inline') {
    const value = decodeValue(field.type, wire, depth);
    if (isObject(value)) Object.assign(object, value);
  } else if (field.shape === 'list') {
    const list = object[field.name];
    const value = decodeValue(field.type, wire, depth);
    object[field.name] = [...(Array.isArray(list) ? list : []), value];
  } else if (field.shape === 'map') {
    const map = object[field.name];
    object[field.name] = { ...(isObject(map) ? map : {}), ...decodeEntry(field.type, wire, depth) };
  } else {
    const value = decodeValue(field.type, wire, depth);
    if (value !== null && !(field.isLeftOutWhenZero && isZero(value))) object[field.name] = value;
  }
}

function isZero(value: Json): boolean {
  return value === '' || value === 0 || value === false || (isObject(value) && Object.keys(value).length === 0);
}

function decodeEntry(type: string, wire: bigint | Uint8Array, depth: number): JsonObject {
  let key = '';
  let entry: Json = type === 's' || type === 'y' ? '' : null;
  for (const { number, value } of readFields(asBytes(wire))) {
    if (number === 1) key = decodeText(asBytes(value));
    if (number === 2) entry = decodeValue(type, value, depth);
  }
  if (key === '__proto__') throw new ProtobufError('the key "__proto__" is not allowed');
  return { [key]: entry };
}

function asBytes(wire: bigint | Uint8Array): Uint8Array {
  if (typeof wire === 'bigint') throw new ProtobufError('a number stands where bytes are expected');
  return wire;
}

function asNumber(wire: bigint | Uint8Array): number {
  if (typeof wire !== 'bigint') throw new ProtobufError('bytes stand where a number is expected');
  return Number(BigInt.asIntN(64, wire));
}

function decodeText(bytes: Uint8Array): string {
  try {
    return text.decode(bytes);
  } catch (cause) {
    throw new ProtobufError('a text is not UTF-8', { cause });
  }
}

function decodeValue(type: string, wire: bigint | Uint8Array, depth: number): Json {
  switch (type) {
    case 's':
      return decodeText(asBytes(wire));
    case 'y':
      return Buffer.from(asBytes(wire)).toString('base64');
    case 'i':
      return asNumber(wire);
    case 'o':
      return asNumber(wire) !== 0;
    case 'T':
      return decodeTime(asBytes(wire));
    case 'Q':
      return decodeFirstText(asBytes(wire));
    case 'I':
      return decodeIntOrString(asBytes(wire));
    case 'R':
    case 'F':
      return decodeRaw(asBytes(wire));
    default:
      return decodeMessage(type, asBytes(wire), depth + 1);
  }
}

/** Null for the zero time, which typed programs write for "no time". */
function decodeTime(bytes: Uint8Array): Json {
  let seconds: number | undefined;
  let nanos = 0;
  for (const { number, value } of readFields(bytes)) {
    if (number === 1) seconds = asNumber(value);
    if (number === 2) nanos = asNumber(value);
  }
  if (seconds === undefined || Math.abs(seconds) > 8.64e12 || nanos < 0 || nanos >= 1e9) return null;
  const whole = new Date(seconds * 1000).toISOString().slice(0, 19);
  return nanos === 0 ? `${whole}Z` : `${whole}.${String(Math.floor(nanos / 1000)).padStart(6, '0')}Z`;
}

function decodeFirstText(bytes: Uint8Array): string {
  for (const { number, value } of readFields(bytes)) if (number === 1) return decodeText(asBytes(value));
  return '';
}

function decodeIntOrString(bytes: Uint8Array): Json {
  let isText = false;
  let number = 0;
  let words = '';
  for (const field of readFields(bytes)) {
    if (field.number === 1) isText = asNumber(field.value) !== 0;
    if (field.number === 2) number = asNumber(field.value);
    if (field.number === 3) words = decodeText(asBytes(field.value));
  }
  return isText ? words : number;
}

function decodeRaw(bytes: Uint8Array): Json {
  for (const { number, value } of readFields(bytes)) {
    if (number !== 1) continue;
    try {
      return parseJson(decodeText(asBytes(value)));
    } catch (cause) {
      throw new ProtobufError('raw JSON inside the object cannot be read', { cause });
    }
  }
  return {};
}

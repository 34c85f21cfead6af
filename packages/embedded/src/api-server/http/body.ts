import { parse as parseYaml } from 'yaml';
import { decodeProtobuf } from '../protobuf/decode.ts';
import { ProtobufError } from '../protobuf/reader.ts';
import { isObject, parseJson, type Json } from '../json.ts';
import { badRequest, tooLarge, unsupportedMediaType } from '../status.ts';
import { bodyType } from './media-type.ts';

/** The largest body a request may have. */
export const maxBodyBytes = 3 * 1024 * 1024;

/** Reads a body, up to the limit. Throws a 413 Status beyond it. */
async function readBytes(request: Request): Promise<Buffer> {
  const declared = Number(request.headers.get('content-length') ?? 0);
  if (declared > maxBodyBytes) throw tooLarge(maxBodyBytes);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  if (!request.body) return Buffer.alloc(0);
  const body: ReadableStream<Uint8Array> = request.body;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > maxBodyBytes) throw tooLarge(maxBodyBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Reads a body as text, up to the limit. Throws a 413 Status beyond it. */
export async function readBody(request: Request): Promise<string> {
  return (await readBytes(request)).toString('utf8');
}

const readableTypes = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'] as const;
/** Clients that name no type, and curl, which names a form, mean JSON. */
const jsonTypes = new Set(['application/json', '', 'text/plain', 'application/x-www-form-urlencoded']);
const yamlTypes = new Set(['application/yaml', 'application/x-yaml']);

/** Reads a body that is an object: JSON, YAML, or protobuf for built-in kinds. Throws a 400, 413 or 415 Status. */
export async function readObject(request: Request): Promise<Json> {
  return decodeBody(bodyType(request.headers), await readBytes(request));
}

function decodeBody(type: string, bytes: Buffer): Json {
  if (jsonTypes.has(type)) return decodeJson(bytes.toString('utf8'));
  if (yamlTypes.has(type)) return decodeYaml(bytes.toString('utf8'));
  if (type !== 'application/vnd.kubernetes.protobuf') throw unsupportedMediaType(readableTypes);
  try {
    return decodeProtobuf(bytes);
  } catch (error) {
    if (error instanceof ProtobufError) throw badRequest(`couldn't read the request body as protobuf: ${error.message}`);
    throw error;
  }
}

/** Parses JSON of a request. Throws a 400 Status. */
export function decodeJson(text: string): Json {
  try {
    return parseJson(text);
  } catch (error) {
    throw badRequest(`couldn't read the request body as JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Parses YAML of a request, without anchors that would blow it up. Throws a 400 Status. */
export function decodeYaml(text: string): Json {
  try {
    // Most programs send the JSON that YAML also is, and JSON is read fifty times as fast.
    if (text.startsWith('{')) return parseJson(text);
  } catch {
    // A flow mapping that is not JSON.
  }
  try {
    const value: unknown = parseYaml(text, { maxAliasCount: 100, schema: 'core', merge: true });
    return parseJson(JSON.stringify(value ?? null));
  } catch (error) {
    throw badRequest(`error decoding YAML: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Reads a body that may be empty, as that of a delete. */
export async function readOptionalObject(request: Request): Promise<Json> {
  const bytes = await readBytes(request);
  const value = bytes.length === 0 ? {} : decodeBody(bodyType(request.headers), bytes);
  return isObject(value) ? value : {};
}

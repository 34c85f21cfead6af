import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { z } from 'zod';

/** What a browser carries for us and cannot read. */
export interface BrowserSession {
  /** What Kubernetes is asked with. */
  readonly token: string;
  /** When the browser has to sign in again, in milliseconds since the epoch. */
  readonly expiresAt: number;
  /** Present where the token comes from an issuer that gives new ones. */
  readonly renewal?: SessionRenewal;
}

/** How a session goes on beyond its token. */
export interface SessionRenewal {
  /** When it is time for the next token. */
  readonly at: number;
  /** When the present token is no good any more. */
  readonly tokenEndsAt: number;
  /** Whose sign-in it is at the issuer; a next token has to be of the same. */
  readonly subject: string;
  /** Absent where the issuer gives none: then the session ends with its token. */
  readonly refreshToken?: string;
}

const rest = z.strictObject({
  expiresAt: z.int(),
  at: z.int().optional(),
  tokenEndsAt: z.int().optional(),
  subject: z.string().optional(),
});
const MAX_UNPACKED_BYTES = 64 * 1024;

/**
 * Makes a session small. Tokens are mostly JWTs, whose parts are base64 of JSON: packed as the bytes they stand for, a
 * session with two tokens fits into one cookie, and its header through proxies with small buffers.
 */
export function packSession({ token, expiresAt, renewal }: BrowserSession): Buffer {
  const { refreshToken, ...times } = renewal ?? {};
  const fields = [Buffer.from(JSON.stringify({ expiresAt, ...times })), packToken(token)];
  if (refreshToken !== undefined) fields.push(packToken(refreshToken));
  return deflateRawSync(join(fields), { level: 9 });
}

/** Undefined for anything that is not a packed session. */
export function unpackSession(packed: Uint8Array): BrowserSession | undefined {
  try {
    const [head, token, refresh] = split(inflateRawSync(packed, { maxOutputLength: MAX_UNPACKED_BYTES }));
    if (head === undefined || token === undefined) return undefined;
    const { expiresAt, at, tokenEndsAt, subject } = rest.parse(JSON.parse(head.toString('utf8')));
    const session = { token: unpackToken(token), expiresAt };
    if (at === undefined || tokenEndsAt === undefined || subject === undefined) return session;
    return { ...session, renewal: { at, tokenEndsAt, subject, ...(refresh && { refreshToken: unpackToken(refresh) }) } };
  } catch {
    return undefined;
  }
}

const AS_TEXT = 0;
const AS_PARTS = 1;

function packToken(token: string): Buffer {
  const parts = token.split('.').map((part) => Buffer.from(part, 'base64url'));
  const isExact = parts.map((part) => part.toString('base64url')).join('.') === token;
  return isExact ? Buffer.concat([Buffer.of(AS_PARTS), join(parts)]) : Buffer.concat([Buffer.of(AS_TEXT), Buffer.from(token, 'utf8')]);
}

function unpackToken(packed: Buffer): string {
  const content = packed.subarray(1);
  if (packed[0] === AS_TEXT) return content.toString('utf8');
  return split(content)
    .map((part) => part.toString('base64url'))
    .join('.');
}

/** Each field behind its length. */
function join(fields: readonly Buffer[]): Buffer {
  return Buffer.concat(
    fields.flatMap((field) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(field.byteLength);
      return [length, field];
    }),
  );
}

function split(joined: Buffer): Buffer[] {
  const fields: Buffer[] = [];
  for (let at = 0; at < joined.byteLength;) {
    const length = joined.readUInt32BE(at);
    if (at + 4 + length > joined.byteLength) throw new RangeError('a field is cut off');
    fields.push(joined.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return fields;
}

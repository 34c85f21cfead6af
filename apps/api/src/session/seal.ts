import { createCipheriv, createDecipheriv } from 'node:crypto';
import { z } from 'zod';

/** What a browser carries for us and cannot read. */
export interface SealedSession {
  readonly token: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

const schema = z.strictObject({ token: z.string().min(1), expiresAt: z.int() });
const IV_BYTES = 12;
const TAG_BYTES = 16;
const PURPOSE = Buffer.from('gse session v1');

/** Encrypts sessions for cookies. */
export interface Sealer {
  seal(session: SealedSession): string;
  /** Undefined for what was not sealed by this key, was changed, or has expired. */
  open(sealed: string, nowMs: number): SealedSession | undefined;
}

/**
 * Seals with AES-256-GCM. The key is 32 bytes; whoever has it can read the tokens in cookies.
 * @throws RangeError for a key of another length
 */
export function createSealer(key: Uint8Array, randomBytes: (size: number) => Uint8Array): Sealer {
  if (key.byteLength !== 32) throw new RangeError('the seal key must be 32 bytes');
  return {
    seal(session) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES }).setAAD(PURPOSE);
      const encrypted = Buffer.concat([
        cipher.update(JSON.stringify({ token: session.token, expiresAt: session.expiresAt }), 'utf8'),
        cipher.final(),
      ]);
      return Buffer.concat([iv, cipher.getAuthTag(), encrypted]).toString('base64url');
    },
    open(sealed, nowMs) {
      const bytes = Buffer.from(sealed, 'base64url');
      if (bytes.byteLength <= IV_BYTES + TAG_BYTES) return undefined;
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
          .setAAD(PURPOSE)
          .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
        const text = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
        const session = schema.parse(JSON.parse(text));
        return session.expiresAt > nowMs ? session : undefined;
      } catch {
        return undefined;
      }
    },
  };
}

import { createCipheriv, createDecipheriv } from 'node:crypto';

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts what browsers carry for us and must neither read nor change. What is sealed for one purpose opens for no other. */
export interface Sealer {
  seal(purpose: string, plain: Uint8Array): string;
  /** Undefined for what was not sealed by this key for this purpose, or was changed. */
  open(purpose: string, sealed: string): Buffer | undefined;
}

/**
 * Seals with AES-256-GCM. The key is 32 bytes; whoever has it can read the tokens in cookies.
 * @throws RangeError for a key of another length
 */
export function createSealer(key: Uint8Array, randomBytes: (size: number) => Uint8Array): Sealer {
  if (key.byteLength !== 32) throw new RangeError('the seal key must be 32 bytes');
  return {
    seal(purpose, plain) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(purpose));
      const encrypted = Buffer.concat([cipher.update(plain), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), encrypted]).toString('base64url');
    },
    open(purpose, sealed) {
      const bytes = Buffer.from(sealed, 'base64url');
      if (bytes.byteLength <= IV_BYTES + TAG_BYTES) return undefined;
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
          .setAAD(Buffer.from(purpose))
          .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
        return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
      } catch {
        return undefined;
      }
    },
  };
}

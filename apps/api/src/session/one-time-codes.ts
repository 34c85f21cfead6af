import { createHash } from 'node:crypto';
import type { Clock } from '@gse/kube';

/** Codes that sign a browser in once, so that no token ever stands in an address. */
export interface OneTimeCodes {
  /** A new code for this token. */
  issue(token: string): string;
  /** The token of a code that is used for the first time and in time; the code is spent by asking. */
  redeem(code: string): string | undefined;
}

const TTL_MS = 10 * 60_000;
const CODE_BYTES = 24;
const MAX_CODES = 100;

/** Keeps codes in memory, by their hash. They are gone when the process ends, which is what they are for. */
export function createOneTimeCodes(options: { readonly clock: Clock; readonly randomBytes: (size: number) => Uint8Array }): OneTimeCodes {
  const { clock, randomBytes } = options;
  const issued = new Map<string, { readonly token: string; readonly expiresAt: number }>();
  return {
    issue(token) {
      for (const [hash, { expiresAt }] of issued) if (expiresAt <= clock.now() || issued.size >= MAX_CODES) issued.delete(hash);
      const code = Buffer.from(randomBytes(CODE_BYTES)).toString('base64url');
      issued.set(hashOf(code), { token, expiresAt: clock.now() + TTL_MS });
      return code;
    },
    redeem(code) {
      const hash = hashOf(code);
      const found = issued.get(hash);
      issued.delete(hash);
      return found !== undefined && found.expiresAt > clock.now() ? found.token : undefined;
    },
  };
}

/** Looking up a hash takes no time that tells how much of a guess was right. */
function hashOf(code: string): string {
  return createHash('sha256').update(code).digest('base64');
}

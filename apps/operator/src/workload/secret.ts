import { AGENT_TOKEN_SECRET } from '@gse/agent-client';
import type { AnyGame } from '@gse/sdk';

/** Characters of generated secrets: none that any game's configuration or console would have to quote. */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const AGENT_TOKEN_LENGTH = 48;

/** The generated credentials that a server's Secret does not hold yet; existing ones are never changed. */
export function missingCredentials(
  game: AnyGame,
  existing: Readonly<Record<string, string>>,
  randomBytes: (size: number) => Uint8Array,
): Record<string, string> {
  const wanted = new Map<string, number>([[AGENT_TOKEN_SECRET, AGENT_TOKEN_LENGTH]]);
  for (const [id, secret] of Object.entries(game.secrets)) {
    if (secret.generate !== undefined) wanted.set(id, secret.generate);
  }
  const missing: Record<string, string> = {};
  for (const [id, length] of wanted) {
    if (existing[id] === undefined || existing[id] === '') missing[id] = randomText(length, randomBytes);
  }
  return missing;
}

/** Text without bias: bytes that do not divide evenly are drawn again. */
function randomText(length: number, randomBytes: (size: number) => Uint8Array): string {
  const limit = 256 - (256 % ALPHABET.length);
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length)) {
      if (byte < limit && text.length < length) text += ALPHABET.charAt(byte % ALPHABET.length);
    }
  }
  return text;
}

import { isObject, parseJson, type Json } from '../json.ts';
import { badRequest } from '../status.ts';

/** Where a list goes on: the version it is a list of, and the last key given out. */
export interface ContinueToken {
  version: number;
  after: string;
}

/** The token of the next page, opaque to clients. */
export function encodeContinue(token: ContinueToken): string {
  return Buffer.from(JSON.stringify({ v: 1, rv: token.version, after: token.after })).toString('base64url');
}

/** Reads a token. Throws a 400 Status. */
export function decodeContinue(text: string): ContinueToken {
  const refuse = () => badRequest('continue key is not valid: it does not come from a list of this server');
  let token: Json;
  try {
    token = parseJson(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    throw refuse();
  }
  if (!isObject(token) || typeof token['rv'] !== 'number' || typeof token['after'] !== 'string') throw refuse();
  return { version: token['rv'], after: token['after'] };
}

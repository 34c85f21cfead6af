import { A2sError } from '../errors.ts';
import { FieldReader } from './reader.ts';

/** More variables than any game publishes. */
const MAX_RULES = 4096;

/** Reads the answer to `rules`: up to the end of the datagram, for the number in front may be wrong. Of doubled names the last counts. */
export function readRules(body: Buffer): ReadonlyMap<string, string> {
  const fields = new FieldReader(body);
  if (fields.u16() === undefined) throw new A2sError('protocol', 'The server sent an empty list of variables.');
  const rules = new Map<string, string>();
  while (rules.size < MAX_RULES && fields.rest > 0) {
    const name = fields.text();
    const value = fields.text();
    if (name === undefined || value === undefined) break;
    rules.set(name, value);
  }
  return rules;
}

import { createHash, timingSafeEqual } from 'node:crypto';
import { unauthorized } from '../status.ts';

/** Who may call, and as whom: token → user name. */
export interface Auth {
  tokens: Readonly<Record<string, string>>;
}

/** Finds the user of a request by its bearer token. Throws a 401 Status. */
export type Authenticate = (headers: Headers) => string;

/** Tokens are compared by their digests, all of them and in constant time, so that timing tells nothing. */
export function createAuthenticate(auth: Auth | undefined): Authenticate {
  if (!auth) return () => 'system:admin';
  const known = Object.entries(auth.tokens).map(([token, user]) => ({ digest: digest(token), user }));
  return (headers) => {
    const token = /^Bearer +(\S+) *$/i.exec(headers.get('authorization') ?? '')?.[1];
    if (token === undefined) throw unauthorized();
    const given = digest(token);
    let user: string | undefined;
    for (const candidate of known) if (timingSafeEqual(candidate.digest, given)) user = candidate.user;
    if (user === undefined) throw unauthorized();
    return user;
  };
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { AGENT_TOKEN_SECRET } from '@gse/agent-client';
import type { Secrets } from '../secrets.ts';

/** Whether a request shows the agent's bearer token. Compared as hashes in constant time, so that nothing is learnt from it. */
export function isAuthorized(request: IncomingMessage, secrets: Secrets): boolean {
  const shown = /^Bearer ([\x21-\x7e]{1,512})$/.exec(request.headers.authorization ?? '')?.[1];
  if (shown === undefined) return false;
  if (matches(shown, secrets.get(AGENT_TOKEN_SECRET))) return true;
  // The token may just have been rotated.
  secrets.refresh();
  return matches(shown, secrets.get(AGENT_TOKEN_SECRET));
}

function matches(shown: string, token: string | undefined): boolean {
  return token !== undefined && timingSafeEqual(digest(shown), digest(token));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { App } from './app.ts';

const gzipped = promisify(gzip);
/** Below it, an answer travels in a packet or two anyway. */
const MIN_BYTES = 8 * 1024;
/** Lists of servers are much alike: more effort saves little and costs time. */
const LEVEL = 3;

/** Compresses large JSON answers for who can read them: a list of a thousand servers shrinks to a twentieth. */
export function installCompression(app: App): void {
  app.addHook('onSend', async (request, reply, payload) => {
    if (typeof payload !== 'string' || payload.length < MIN_BYTES || reply.hasHeader('content-encoding')) return payload;
    if (!String(reply.getHeader('content-type') ?? '').startsWith('application/json')) return payload;
    void reply.header('vary', 'accept-encoding');
    if (!/\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:,|$))/.test(request.headers['accept-encoding'] ?? '')) return payload;
    const body = await gzipped(payload, { level: LEVEL });
    void reply.header('content-encoding', 'gzip').header('content-length', body.byteLength);
    return body;
  });
}

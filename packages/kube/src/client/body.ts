import { KubeError } from '../errors.ts';
import type { Deadline } from './deadline.ts';
import type { PlainBody } from './plain.ts';

const newline = 0x0a;

function tooLarge(what: string, maxBytes: number): KubeError {
  return new KubeError({
    code: 'GSE_KUBE_PROTOCOL',
    message: `${what}: the answer is larger than ${maxBytes} bytes; ask for less with limit or a selector`,
  });
}

/** Reads a whole body as text, up to a size. */
export async function readText(what: string, body: PlainBody, maxBytes: number, deadline: Deadline): Promise<string> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  try {
    for (;;) {
      const piece = await deadline.race(body.read());
      if (piece === undefined) return Buffer.concat(pieces, size).toString('utf8');
      size += piece.byteLength;
      if (size > maxBytes) throw tooLarge(what, maxBytes);
      pieces.push(piece);
    }
  } catch (error) {
    body.cancel();
    throw error;
  }
}

/** How {@link readLines} deals with time and size. */
export interface LineLimits {
  maxLineBytes: number;
  /** What to do with a longer line: refuse it, or hand it out in pieces. */
  longLines: 'refuse' | 'split';
  /** Called whenever bytes arrived. */
  onActivity: () => void;
}

/** Splits a streaming body at newlines; a last line without one is `complete: false`. */
export async function* readLines(
  what: string,
  body: PlainBody,
  limits: LineLimits,
  deadline: Deadline,
): AsyncGenerator<{ line: string; complete: boolean }> {
  let pending: Uint8Array[] = [];
  let pendingBytes = 0;
  const take = () => {
    const line = Buffer.concat(pending, pendingBytes).toString('utf8');
    pending = [];
    pendingBytes = 0;
    return line;
  };
  try {
    for (;;) {
      const value = await deadline.race(body.read());
      if (value === undefined) break;
      limits.onActivity();
      let start = 0;
      while (start < value.byteLength) {
        const end = value.indexOf(newline, start);
        const stop = end < 0 ? value.byteLength : end;
        const room = limits.maxLineBytes - pendingBytes;
        if (stop - start > room) {
          if (limits.longLines === 'refuse') throw tooLarge(what, limits.maxLineBytes);
          pending.push(value.subarray(start, start + room));
          pendingBytes += room;
          start += room;
          yield { line: take(), complete: true };
          continue;
        }
        if (stop > start) {
          pending.push(value.subarray(start, stop));
          pendingBytes += stop - start;
        }
        if (end < 0) break;
        yield { line: take(), complete: true };
        start = end + 1;
      }
    }
    if (pendingBytes > 0) yield { line: take(), complete: false };
  } finally {
    body.cancel();
  }
}

/** Four bytes of ones before a message mark it as out of band, in either direction. */
const MARK = Buffer.from([0xff, 0xff, 0xff, 0xff]);
/** Words that name a message are short; a longer one is no message. */
const MAX_VERB_BYTES = 32;

/** An out-of-band message: its first word, and what follows it. */
export interface OobMessage {
  /** Such as `infoResponse` or `print`. */
  readonly verb: string;
  readonly text: string;
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The datagram of a message. */
export function encodeOob(text: string): Buffer {
  return Buffer.concat([MARK, Buffer.from(text, 'utf8')]);
}

/**
 * Reads a datagram; undefined when it is none of this kind. The verb ends at the first blank or line break, which is left
 * out. Bytes that are no UTF-8 are replaced, NULs are left out. Never throws.
 */
export function decodeOob(datagram: Uint8Array): OobMessage | undefined {
  if (datagram.length < MARK.length || !MARK.equals(datagram.subarray(0, MARK.length))) return undefined;
  let end = MARK.length;
  while (end < datagram.length && !isSpace(datagram[end])) end++;
  const verb = Buffer.from(datagram.subarray(MARK.length, end)).toString('latin1');
  if (verb.length > MAX_VERB_BYTES || !/^[A-Za-z]+$/.test(verb)) return undefined;
  return { verb, text: decoder.decode(datagram.subarray(end + 1)).replaceAll('\0', '') };
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x00;
}

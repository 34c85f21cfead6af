/** Bytes written as pairs of hex digits with spaces between, as in protocol descriptions. */
export function hex(text: string): Buffer {
  return Buffer.from(text.replaceAll(/\s/g, ''), 'hex');
}

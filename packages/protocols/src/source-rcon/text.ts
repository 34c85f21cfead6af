const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * The text of a reply whose packets were cut anywhere. The bytes are joined before they are decoded, so a character cut
 * by a packet border is whole again; so is one whose two UTF-16 halves were encoded by themselves. Never throws.
 */
export function decodeReply(parts: readonly Uint8Array[]): string {
  const bytes = parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
  return decoder.decode(joinSurrogates(bytes)).replaceAll('\0', '');
}

/**
 * Servers that count text in UTF-16 units may cut a character in two, and those that do not replace the halves send
 * each as three bytes (ED A0..AF xx and ED B0..BF xx), which is not UTF-8. Together they are one character.
 */
function joinSurrogates(bytes: Uint8Array): Uint8Array {
  let joined: Uint8Array | undefined;
  let length = 0; // of what was written to `joined`
  let copied = 0; // of what was read from `bytes`
  for (let at = bytes.indexOf(0xed); at !== -1; at = bytes.indexOf(0xed, at + 1)) {
    const codePoint = surrogatePairAt(bytes, at);
    if (codePoint === undefined) continue;
    joined ??= new Uint8Array(bytes.length);
    joined.set(bytes.subarray(copied, at), length);
    length += at - copied;
    length += Buffer.from(joined.buffer).write(String.fromCodePoint(codePoint), length);
    copied = at + 6;
    at = copied - 1;
  }
  if (joined === undefined) return bytes;
  joined.set(bytes.subarray(copied), length);
  return joined.subarray(0, length + bytes.length - copied);
}

function surrogatePairAt(bytes: Uint8Array, at: number): number | undefined {
  const high = threeBytesAt(bytes, at);
  const low = threeBytesAt(bytes, at + 3);
  if (high === undefined || low === undefined || high < 0xd800 || high > 0xdbff || low < 0xdc00 || low > 0xdfff) return undefined;
  return 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
}

function threeBytesAt(bytes: Uint8Array, at: number): number | undefined {
  const second = bytes[at + 1] ?? 0;
  const third = bytes[at + 2] ?? 0;
  if (bytes[at] !== 0xed || (second & 0xc0) !== 0x80 || (third & 0xc0) !== 0x80) return undefined;
  return 0xd000 | ((second & 0x3f) << 6) | (third & 0x3f);
}

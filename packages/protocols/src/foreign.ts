/** Says what a peer is whose first bytes are not of the protocol we speak; undefined when it is none of the usual ones. */
export function describeForeignPeer(bytes: Uint8Array): string | undefined {
  const [first, second, third] = bytes;
  // A TLS record: alert or handshake, version 3.x.
  if ((first === 0x15 || first === 0x16) && second === 3 && (third ?? 0) <= 4 && bytes.length >= 3) return 'a TLS server';
  const start = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
  if (start.startsWith('HTTP') || /^<(!doctype|html)/i.test(start)) return 'a web server (HTTP)';
  if (start.startsWith('SSH-')) return 'an SSH server';
  if (/^(220|\+OK)[ -]/.test(start)) return 'a mail or file server';
  return undefined;
}

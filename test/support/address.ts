let given = 0;

/**
 * A loopback address of this machine that no other world of the tests is given. Games get their ports seconds before they
 * listen on them, so worlds that run side by side on one address now and then want the same. Where systems other than Linux
 * know no loopback address but 127.0.0.1, it is that one.
 */
export function ownAddress(): string {
  if (process.platform !== 'linux') return '127.0.0.1';
  // By process and count, in parts that make neither the first nor the last address of a network.
  return `127.${1 + (given++ % 254)}.${Math.floor(process.pid / 254) % 256}.${1 + (process.pid % 254)}`;
}

import { isIP } from 'node:net';
import { normalizeIP } from '@fastify/rate-limit';

/** The namespace of a ServiceAccount; undefined for everybody else. */
export function namespaceOfAccount(user: string): string | undefined {
  return /^system:serviceaccount:([^:]+):/.exec(user)?.[1];
}

/**
 * Whose allowance somebody uses up. Everybody has one, however many tokens they hold. Whoever may make accounts in a namespace
 * can make any number of them, so those of one namespace share one.
 */
export function allowanceOf(user: string): string {
  const namespace = namespaceOfAccount(user);
  return namespace === undefined ? `user ${user}` : `namespace ${namespace}`;
}

/**
 * What limits take for one address: of IPv6 the network of 64 bits, of which everybody has at least one. Behind a proxy an
 * address may be any word; all that are none count as one.
 */
export function limitedAddress(address: string): string {
  return isIP(address) === 0 ? 'unknown' : normalizeIP(address);
}

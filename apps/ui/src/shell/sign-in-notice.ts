/** Why somebody stands before the door: each has its words. */
export type SignInNotice = 'ended' | 'spent' | 'denied' | 'expired' | 'rejected' | 'unavailable' | 'unknown' | 'slow';

const TOLD_BY_ADDRESS: ReadonlySet<string> = new Set<SignInNotice>(['denied', 'expired', 'rejected', 'unavailable', 'unknown', 'slow']);

/**
 * What the door says first. The address of a one-time link stays in the bar only when it did not sign anybody in; a sign-in
 * service that could not sign somebody in leads to `?sign-in=` and why.
 */
export function noticeOf(address: Pick<Location, 'pathname' | 'search'>, hasEnded: boolean): SignInNotice | undefined {
  if (hasEnded) return 'ended';
  const told = new URLSearchParams(address.search).get('sign-in') ?? '';
  if (TOLD_BY_ADDRESS.has(told)) return told as SignInNotice;
  return address.pathname.startsWith('/sign-in/') ? 'spent' : undefined;
}

/** Where signing in leads: back to this page, unless it is one of signing in. */
export function startAddress(start: string, { pathname, search }: Pick<Location, 'pathname' | 'search'>): string {
  const query = new URLSearchParams(search);
  query.delete('sign-in');
  const rest = query.size === 0 ? '' : `?${query.toString()}`;
  return pathname === '/' || pathname.startsWith('/sign-in') ? start : `${start}?return-to=${encodeURIComponent(`${pathname}${rest}`)}`;
}

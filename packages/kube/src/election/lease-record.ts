import type { Lease } from '../builtins/cluster.ts';

/** What one candidate wants the Lease to say. */
export interface LeaseTerms {
  identity: string;
  leaseDurationMs: number;
}

/** Kubernetes writes these times with six digits; anything else is refused. */
export function microTime(ms: number): string {
  return new Date(ms).toISOString().replace(/Z$/, '000Z');
}

/** The Lease as the candidate takes it over, or renews it where it holds it already. */
export function heldLease(previous: Lease, terms: LeaseTerms, now: number): Lease {
  const isRenewal = previous.spec?.holderIdentity === terms.identity;
  const transitions = previous.spec?.leaseTransitions ?? 0;
  return {
    ...previous,
    spec: {
      ...previous.spec,
      holderIdentity: terms.identity,
      leaseDurationSeconds: Math.ceil(terms.leaseDurationMs / 1000),
      acquireTime: isRenewal ? (previous.spec?.acquireTime ?? microTime(now)) : microTime(now),
      renewTime: microTime(now),
      leaseTransitions: isRenewal ? transitions : transitions + 1,
    },
  };
}

/** The Lease as its holder leaves it: the next candidate need not wait. */
export function releasedLease(previous: Lease, now: number): Lease {
  return { ...previous, spec: { ...previous.spec, holderIdentity: '', leaseDurationSeconds: 1, renewTime: microTime(now) } };
}

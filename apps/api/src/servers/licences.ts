import type { GameServerSpec } from '@gse/resources';
import type { OrderMapping } from '@gse/package-source';
import type { LicenceSpec } from '@gse/sdk';
import { ApiError } from '../errors.ts';
import { consentWords } from '../ordering/complaints.ts';

type Licences = GameServerSpec['licences'];

/**
 * Records who accepts: whatever is newly accepted is accepted by the caller, now, whoever they say it was. What was recorded
 * before stays while it is sent back as it was, or without a word about who and when.
 *
 * @param before as the cluster has it
 */
export function recordAcceptance(wished: Licences, before: Licences, user: string, nowIso: string): Licences {
  return wished?.map(({ id, accepted, acceptedBy, acceptedAt }) => {
    if (!accepted) return { id, accepted };
    const saysNothing = acceptedBy === undefined && acceptedAt === undefined;
    const recorded = before?.find(
      (known) => known.id === id && known.accepted && (saysNothing || (known.acceptedBy === acceptedBy && known.acceptedAt === acceptedAt)),
    );
    return recorded ?? { id, accepted, acceptedBy: user.slice(0, 253), acceptedAt: nowIso };
  });
}

/**
 * @param mapping the words of orders, which charts and admission policies use, too; absent: plain words for a server that is there
 * @throws ApiError naming every licence that the person who orders has yet to accept
 */
export function requireLicences(missing: readonly LicenceSpec[], mapping?: OrderMapping): void {
  const [first] = missing;
  if (first === undefined) return;
  const words = mapping && consentWords(mapping, first.id);
  const message =
    words === undefined ? `${first.title} must be read and accepted by the person who orders: ${first.url}` : `${first.title}: ${words}`;
  throw new ApiError(422, 'LicenceNotAccepted', message, {
    path: 'spec.licences',
    details: { licences: missing.map(({ id, title, summary, url }) => ({ id, title, summary, url })) },
  });
}

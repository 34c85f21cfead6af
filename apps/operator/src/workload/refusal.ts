import { KubeError } from '@gse/kube';
import type { Reason } from '@gse/resources';

/** What the platform refused, and the way out where there is one. */
export type Refusal = Reason;

/**
 * Why the API server did not take an object, where asking again soon cannot help: a quota, a policy, an admission webhook, a
 * value it does not allow. Undefined for everything that passes by itself.
 */
export function refusalOf(error: unknown, what: string): Refusal | undefined {
  if (!(error instanceof KubeError) || error.code !== 'GSE_KUBE_API') return undefined;
  if (error.status !== 403 && error.status !== 422 && error.status !== 400) return undefined;
  return refusal(error.message, what);
}

/** The same from the words of somebody whom the API server refused, such as the controller that makes pods. */
export function refusal(words: string, what: string): Refusal {
  if (/exceeded quota|maximum .* usage|minimum .* usage/.test(words))
    return { code: 'QuotaExceeded', message: `A quota of the namespace leaves no room for ${what}: ${words}` };
  if (/violates PodSecurity/.test(words))
    return { code: 'PodSecurity', message: `The pod security level of the namespace does not allow ${what}: ${words}` };
  return { code: 'Refused', message: `The cluster does not take ${what}: ${words}` };
}

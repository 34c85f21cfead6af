import type { PersistentVolumeClaim } from '@gse/kube';
import { parseQuantity } from '@gse/resources';
import type { Observed } from '@gse/sdk';
import type { Refusal } from './refusal.ts';

/** The volume that is wished. */
export interface WishedVolume {
  readonly size: string;
  readonly className?: string | undefined;
}

/** The size that a claim has to be told; undefined where there is nothing to tell it, or not yet. */
export function growth(claim: PersistentVolumeClaim, wished: WishedVolume): string | undefined {
  // A claim that has no volume yet cannot be changed.
  if (claim.metadata.deletionTimestamp !== undefined || claim.status?.phase !== 'Bound') return undefined;
  return compare(wished.size, requestOf(claim)) > 0 ? wished.size : undefined;
}

/** What of the wished volume is not so, in a sentence; undefined where all of it is. */
export function observeStorage(
  claim: PersistentVolumeClaim | undefined,
  wished: WishedVolume,
  refusal: Refusal | undefined,
): Observed['storage'] {
  if (claim === undefined) return undefined;
  const request = requestOf(claim);
  const { className } = wished;
  const order = compare(wished.size, request);
  if (order < 0)
    return {
      code: 'CannotShrink',
      message: `The world volume has ${request} and cannot shrink to ${wished.size}, because no cluster can do that. Set spec.storage.size to ${request}, or order another server and move the world.`,
    };
  if (className !== undefined && claim.spec.storageClassName !== undefined && claim.spec.storageClassName !== className)
    return {
      code: 'StorageClassFixed',
      message: `The world volume is of the class ${claim.spec.storageClassName} and stays of it. For ${className}, order another server and move the world.`,
    };
  if (order > 0) {
    if (refusal)
      return { code: refusal.code === 'QuotaExceeded' ? refusal.code : 'ExpansionRefused', message: refused(claim, wished, refusal) };
    return { code: 'Growing', message: `The world volume grows from ${request} to ${wished.size} as soon as it can.` };
  }
  const capacity = claim.status?.capacity?.['storage'];
  if (capacity === undefined || compare(request, capacity) <= 0) return undefined;
  const failure = resizeFailure(claim);
  return failure === undefined
    ? { code: 'Growing', message: `The world volume grows from ${capacity} to ${request}.` }
    : { code: 'ExpansionFailed', message: `The world volume has ${capacity} and could not grow to ${request}: ${failure}` };
}

function refused(claim: PersistentVolumeClaim, wished: WishedVolume, { code, message }: Refusal): string {
  if (code === 'QuotaExceeded') return message;
  const ofClass = claim.spec.storageClassName === undefined ? '' : ` of the class ${claim.spec.storageClassName}`;
  return `The world volume${ofClass} stays at ${requestOf(claim)} and does not grow to ${wished.size}: most likely its storage class does not allow it. ${message}`;
}

/** How storage drivers say that they could not. */
function resizeFailure({ status }: PersistentVolumeClaim): string | undefined {
  for (const condition of status?.conditions ?? []) {
    if (typeof condition !== 'object' || condition === null || !('type' in condition)) continue;
    if (condition.type !== 'ControllerResizeError' && condition.type !== 'NodeResizeError') continue;
    return 'message' in condition ? String(condition.message) : 'the storage driver does not say why.';
  }
  return undefined;
}

function requestOf(claim: PersistentVolumeClaim): string {
  return claim.spec.resources?.requests?.['storage'] ?? '0';
}

function compare(a: string, b: string): number {
  return parseQuantity(a) - parseQuantity(b);
}

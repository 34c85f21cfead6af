/**
 * Which of two versions of the same kind is newer: negative, zero or positive, as for sorting; undefined where they
 * cannot be compared. Kubernetes promises since 1.35 that versions are numbers that grow; they may exceed 2^53.
 */
export function compareVersions(a: string | undefined, b: string | undefined): number | undefined {
  if (a === undefined || b === undefined || !/^[1-9]\d*$/.test(a) || !/^[1-9]\d*$/.test(b)) return undefined;
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

import { parseQuantity } from '@gse/resources';

/** True for text that is a Kubernetes quantity above zero, which is what a container or a volume can have. */
export function isQuantity(text: string): boolean {
  return amount(text) > 0;
}

/** True for two spellings of one amount, such as `1` and `1000m`. */
export function isSameQuantity(a: string, b: string): boolean {
  return a === b || amount(a) === amount(b);
}

/** Not a number for text that is no quantity. */
function amount(text: string): number {
  try {
    return parseQuantity(text);
  } catch {
    return Number.NaN;
  }
}

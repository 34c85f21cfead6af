const factors: Readonly<Record<string, number>> = {
  '': 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/**
 * The number a Kubernetes quantity stands for: bytes for memory and storage, cores for CPU.
 * @throws RangeError for text that is no quantity
 */
export function parseQuantity(quantity: string): number {
  const match = /^([0-9]+(?:\.[0-9]+)?)(m|k|M|G|T|Ki|Mi|Gi|Ti)?$/.exec(quantity);
  const factor = factors[match?.[2] ?? ''];
  if (!match || factor === undefined) throw new RangeError(`not a Kubernetes quantity: ${quantity}`);
  return Number(match[1]) * factor;
}

const factors: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
};

/** Thousandths of a processor of a quantity such as `250m`, `1.5` or `123456789n`; undefined for what is none. */
export function cpuMilliOf(quantity: string | number | undefined): number | undefined {
  const cores = amountOf(quantity);
  return cores === undefined ? undefined : Math.round(cores * 1000);
}

/** Bytes of a quantity such as `512Mi` or `131072Ki`; undefined for what is none. */
export function bytesOf(quantity: string | number | undefined): number | undefined {
  const bytes = amountOf(quantity);
  return bytes === undefined ? undefined : Math.round(bytes);
}

/** As clusters write what they measured: smaller units than people use in orders. */
function amountOf(quantity: string | number | undefined): number | undefined {
  const match = /^(\d{1,20}(?:\.\d{1,20})?)(n|u|m|k|M|G|T|P|Ki|Mi|Gi|Ti|Pi)?$/.exec(String(quantity ?? ''));
  const factor = factors[match?.[2] ?? ''];
  return match === null || factor === undefined ? undefined : Number(match[1]) * factor;
}

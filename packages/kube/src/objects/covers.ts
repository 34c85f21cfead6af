/** Whether everything that is wanted is there. What is there besides (defaults of the server, fields of others) is fine. */
export function covers(actual: unknown, wanted: unknown): boolean {
  if (wanted === undefined || wanted === null) return true;
  if (Array.isArray(wanted)) {
    return Array.isArray(actual) && actual.length === wanted.length && wanted.every((item, index) => covers(actual[index], item));
  }
  if (isRecord(wanted)) {
    // An empty object may be left out by the server.
    if (actual === undefined || actual === null) return Object.values(wanted).every((value) => covers(undefined, value));
    return isRecord(actual) && Object.entries(wanted).every(([name, value]) => covers(actual[name], value));
  }
  return actual === wanted || isSameQuantity(actual, wanted);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The API server writes quantities in its own way: `1000m` becomes `1`, `1024Mi` becomes `1Gi`, a number becomes text. */
function isSameQuantity(actual: unknown, wanted: unknown): boolean {
  const [a, b] = [quantity(actual), quantity(wanted)];
  return a !== undefined && b !== undefined && a === b;
}

const suffixes: Readonly<Record<string, readonly [base: bigint, exponent: bigint]>> = {
  n: [10n, 0n],
  u: [10n, 3n],
  m: [10n, 6n],
  '': [10n, 9n],
  k: [10n, 12n],
  M: [10n, 15n],
  G: [10n, 18n],
  T: [10n, 21n],
  P: [10n, 24n],
  E: [10n, 27n],
  Ki: [2n, 10n],
  Mi: [2n, 20n],
  Gi: [2n, 30n],
  Ti: [2n, 40n],
  Pi: [2n, 50n],
  Ei: [2n, 60n],
};
const nano = 10n ** 9n;

/** In billionths, the smallest part that Kubernetes knows; undefined for what is no quantity. */
function quantity(value: unknown): bigint | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const match = /^([+-]?)(\d{1,18})(?:\.(\d{1,9}))?([KMGTPE]i|[numkMGTPE])?$/.exec(String(value));
  if (!match) return undefined;
  const [, sign, whole = '0', fraction = '', suffix = ''] = match;
  const digits = BigInt(whole + fraction.padEnd(9, '0'));
  const [base, exponent] = suffixes[suffix] ?? [10n, 9n];
  const factor = base ** exponent;
  // Digits are billionths; factors of ten count billionths too, those of two whole ones.
  const scaled = base === 2n ? digits * factor : (digits * factor) / nano;
  return sign === '-' ? -scaled : scaled;
}

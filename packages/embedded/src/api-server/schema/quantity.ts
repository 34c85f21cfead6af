const decimalSuffixes = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'] as const;
const binarySuffixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'] as const;
const pattern = /^([+-]?)(\d+(?:\.\d*)?|\.\d+)(?:([KMGTPE]i)|([numkMGTPE])|[eE]([+-]?\d+))?$/;

/** What a typed program says of text that is no quantity. */
export const quantityRule = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

/**
 * A quantity the way Kubernetes writes it: no fraction, and the largest unit that needs none (`1000m` is `1`, `0.5` is
 * `500m`, `1024Mi` is `1Gi`). Undefined for text that is no quantity.
 */
export function canonicalQuantity(text: string): string | undefined {
  const read = readQuantity(text);
  if (!read) return undefined;
  const { nano, isNegative, form } = read;
  if (nano === 0n) return '0';
  const minus = isNegative ? '-' : '';
  const unit = 10n ** 9n;
  if (form === 'binary' && nano >= 1024n * unit) return minus + inBinary(nano, unit);
  if (form === 'exponent') return minus + withExponent(nano);
  let index = 0;
  let value = nano;
  while (value % 1000n === 0n && index < decimalSuffixes.length - 1) {
    value /= 1000n;
    index += 1;
  }
  return `${minus}${value}${decimalSuffixes[index] ?? ''}`;
}

/** Whether one quantity is more than another; false for text that is no quantity. */
export function isMore(a: string, b: string): boolean {
  const [left, right] = [readQuantity(a), readQuantity(b)];
  if (!left || !right) return false;
  return (left.isNegative ? -left.nano : left.nano) > (right.isNegative ? -right.nano : right.nano);
}

interface Quantity {
  /** Without its sign, in billionths. */
  nano: bigint;
  isNegative: boolean;
  form: 'binary' | 'exponent' | 'decimal';
}

function readQuantity(text: string): Quantity | undefined {
  const match = pattern.exec(text);
  if (!match) return undefined;
  const [, sign, number = '', binary, decimal = '', exponent] = match;
  const nano = inBillionths(number, binary, decimal, exponent);
  if (nano === undefined) return undefined;
  return { nano, isNegative: sign === '-', form: binary !== undefined ? 'binary' : exponent !== undefined ? 'exponent' : 'decimal' };
}

/** Anything finer than a billionth is rounded up, away from zero. */
function inBillionths(number: string, binary: string | undefined, decimal: string, exponent: string | undefined): bigint | undefined {
  const [whole = '', fraction = ''] = number.split('.');
  const power = exponent === undefined ? 3 * (decimalSuffixes.indexOf(decimal as (typeof decimalSuffixes)[number]) - 3) : Number(exponent);
  if (Math.abs(power) > 60 || whole.length > 40 || fraction.length > 40) return undefined;
  const digits = BigInt(whole + fraction || '0') * (binary ? 1024n ** BigInt(binarySuffixes.indexOf(binary as 'Ki')) : 1n);
  const shift = (binary ? 0 : power) + 9 - fraction.length;
  if (shift >= 0) return digits * 10n ** BigInt(shift);
  const divisor = 10n ** BigInt(-shift);
  return digits / divisor + (digits % divisor === 0n ? 0n : 1n);
}

function inBinary(nano: bigint, unit: bigint): string {
  // A fraction of a byte is rounded up.
  let value = nano / unit + (nano % unit === 0n ? 0n : 1n);
  let index = 0;
  while (value % 1024n === 0n && index < binarySuffixes.length - 1) {
    value /= 1024n;
    index += 1;
  }
  return `${value}${binarySuffixes[index] ?? ''}`;
}

function withExponent(nano: bigint): string {
  let value = nano;
  let power = -9;
  while (value % 1000n === 0n) {
    value /= 1000n;
    power += 3;
  }
  return power === 0 ? `${value}` : `${value}e${power}`;
}

import { describe, expect, it } from 'vitest';
import { amountText, formatQuantity, parseQuantity, quantityOf } from './amount.ts';

describe('an amount', () => {
  it.each([
    ['1', 'cores', '1 core'],
    ['1500m', 'cores', '1.5 cores'],
    [2, 'cores', '2 cores'],
    ['3Gi', 'gigabytes', '3 GB'],
    ['5632Mi', 'gigabytes', '5.5 GB'],
    [2 ** 31, 'gigabytes', '2 GB'],
    ['plenty', 'gigabytes', 'plenty'],
  ] as const)('%s reads as people say it', (quantity, measure, shown) => {
    expect(formatQuantity(quantity, measure)).toBe(shown);
  });

  it.each([
    ['2', 'cores', '2'],
    ['1.5', 'cores', '1500m'],
    ['1,5', 'cores', '1500m'],
    ['.5', 'cores', '500m'],
    ['1500m', 'cores', '1500m'],
    ['4', 'gigabytes', '4Gi'],
    ['5.5', 'gigabytes', '5632Mi'],
    ['512Mi', 'gigabytes', '512Mi'],
    ['', 'gigabytes', ''],
    ['some', 'gigabytes', 'some'],
    ['-1', 'gigabytes', '-1'],
  ] as const)('typed as "%s" in %s is %s', (typed, measure, quantity) => {
    expect(quantityOf(typed, measure)).toBe(quantity);
  });

  it('is shown for typing as it would be typed', () => {
    for (const typed of ['1', '0.5', '5.5', '12']) {
      expect(amountText(quantityOf(typed, 'gigabytes'), 'gigabytes')).toBe(typed);
      expect(amountText(quantityOf(typed, 'cores'), 'cores')).toBe(typed);
    }
  });

  it('that is none is not a number', () => {
    for (const text of ['', 'x', '-1', '1.2.3', '4GB', undefined]) expect(parseQuantity(text)).toBeNaN();
  });
});

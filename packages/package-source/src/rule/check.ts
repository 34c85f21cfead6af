import { parseQuantity } from '@gse/resources';
import type { QuantityRule, Rule } from './rule.ts';

/** What a quantity looks like. */
export const QUANTITY_PATTERN = '^[0-9]+(\\.[0-9]+)?(m|k|M|G|T|Ki|Mi|Gi|Ti)?$';

/** True for a value that keeps the rule. */
export function keeps(rule: Rule, value: unknown): boolean {
  switch (rule.type) {
    case 'switch':
      return rule.needed === undefined ? typeof value === 'boolean' : value === true;
    case 'integer':
      return Number.isInteger(value) && isWithin(value as number, rule.least, rule.most);
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) && isWithin(value, rule.least, rule.most);
    case 'choice':
      return typeof value === 'string' && rule.of.includes(value);
    case 'text':
      return (
        typeof value === 'string' &&
        isWithin(Array.from(value).length, rule.shortest, rule.longest) &&
        (rule.pattern === undefined || new RegExp(rule.pattern, 'u').test(value))
      );
    case 'quantity':
      return isAmount(rule, value);
    case 'list':
      return Array.isArray(value) && isWithin(value.length, rule.fewest, rule.most) && value.every((entry) => keeps(rule.of, entry));
    case 'group':
      return (
        typeof value === 'object' &&
        value !== null &&
        !Array.isArray(value) &&
        Object.entries(value).every(([name, entry]) => {
          const field = Object.hasOwn(rule.of, name) ? rule.of[name] : undefined;
          return field !== undefined && keeps(field.rule, entry);
        })
      );
  }
}

function isAmount(rule: QuantityRule, value: unknown): boolean {
  if (value === '') return rule.mayBeEmpty === true;
  if (typeof value !== 'string' && !Number.isInteger(value)) return false;
  const text = String(value);
  if (!new RegExp(QUANTITY_PATTERN).test(text) || text.length > MAX_QUANTITY) return false;
  const amount = parseQuantity(text);
  return amount >= parseQuantity(rule.least) && amount <= parseQuantity(rule.most);
}

/** Characters of a quantity, at most. */
export const MAX_QUANTITY = 20;

function isWithin(value: number, from: number | undefined, to: number | undefined): boolean {
  return (from === undefined || value >= from) && (to === undefined || value <= to);
}

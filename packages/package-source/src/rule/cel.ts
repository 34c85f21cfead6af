import { MAX_QUANTITY, QUANTITY_PATTERN } from './check.ts';
import type { Rule } from './rule.ts';

/**
 * The rule as a CEL expression about `value`, whose type CEL does not know: types are checked first.
 *
 * @param depth how many entries of lists surround it; each needs a name of its own
 */
export function celOf(rule: Rule, value: string): string {
  const both = (...parts: readonly (string | undefined | false)[]): string => parts.filter((part) => typeof part === 'string').join(' && ');
  switch (rule.type) {
    case 'switch':
      return rule.needed === undefined ? `type(${value}) == bool` : both(`type(${value}) == bool`, value);
    case 'integer':
      return both(`type(${value}) == int`, ...within(value, rule.least, rule.most));
    case 'number':
      return both(`(type(${value}) == int || type(${value}) == double)`, ...within(value, rule.least, rule.most, celNumber));
    case 'choice':
      return both(`type(${value}) == string`, `${value} in ${celList(rule.of)}`);
    case 'text':
      return both(
        `type(${value}) == string`,
        ...within(`size(${value})`, rule.shortest, rule.longest),
        rule.pattern !== undefined && `${value}.matches(${celText(rule.pattern)})`,
      );
    case 'quantity': {
      const amount = both(
        `size(string(${value})) <= ${MAX_QUANTITY}`,
        `string(${value}).matches(${celText(QUANTITY_PATTERN)})`,
        `quantity(string(${value})).compareTo(quantity(${celText(rule.least)})) >= 0`,
        `quantity(string(${value})).compareTo(quantity(${celText(rule.most)})) <= 0`,
      );
      return rule.mayBeEmpty
        ? `type(${value}) == string && (${value} == "" || ${amount})`
        : both(`(type(${value}) == int || type(${value}) == string)`, amount);
    }
    case 'list':
      return both(
        `type(${value}) == list`,
        ...within(`size(${value})`, rule.fewest, rule.most),
        `${value}.all(entry, ${celOf(rule.of, 'entry')})`,
      );
    case 'group':
      return both(
        `type(${value}) == map`,
        `${value}.all(name, name in ${celList(Object.keys(rule.of))})`,
        ...Object.entries(rule.of).map(([name, field]) => `(!has(${value}.${name}) || ${celOf(field.rule, `${value}.${name}`)})`),
      );
  }
}

function within(value: string, from: number | undefined, to: number | undefined, number: (value: number) => string = String): string[] {
  return [...(from === undefined ? [] : [`${value} >= ${number(from)}`]), ...(to === undefined ? [] : [`${value} <= ${number(to)}`])];
}

/** A number that CEL compares with whole numbers and fractions alike. */
function celNumber(value: number): string {
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}

/** A text in CEL. JSON escapes the same way, but leaves line separators as they are. */
export function celText(text: string): string {
  return JSON.stringify(text).replace(
    /[\u2028\u2029\u007f-\u009f]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A list of texts in CEL. */
export function celList(texts: readonly string[]): string {
  return `[${texts.map(celText).join(', ')}]`;
}

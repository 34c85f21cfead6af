import type { Rule, ScalarRule } from './rule.ts';

/** What a parameter may be, for people: behind "must be". */
export function wordsOf(rule: Rule): string {
  switch (rule.type) {
    case 'list':
      return `${within('a list', rule.fewest, rule.most, ' entries')}, each ${wordsOf(rule.of)}`;
    case 'group':
      return `an object with ${Object.keys(rule.of).join(', ')}`;
    case 'switch':
      return rule.needed === undefined ? 'true or false' : `true: ${rule.needed}`;
    case 'integer':
      return within('a whole number', rule.least, rule.most);
    case 'number':
      return within('a number', rule.least, rule.most);
    case 'choice':
      return `one of ${rule.of.map((choice) => (choice === '' ? 'nothing' : choice)).join(', ')}`;
    case 'quantity':
      return `an amount from ${rule.least} to ${rule.most}${rule.mayBeEmpty ? ', or empty' : ''}`;
    case 'text':
      return textWords(rule);
  }
}

function textWords(rule: Extract<ScalarRule, { type: 'text' }>): string {
  if (rule.needed !== undefined) return `given: ${rule.needed}`;
  const length = within('text', rule.shortest, rule.longest, ' characters');
  if (rule.pattern === undefined) return length;
  return rule.means === undefined ? `${length} that matches ${rule.pattern}` : `${length} that ${rule.means}`;
}

function within(what: string, from: number | undefined, to: number | undefined, unit = ''): string {
  if (from !== undefined && to !== undefined)
    return from === to ? `${what} of exactly ${to}${unit}` : `${what} from ${from} to ${to}${unit}`;
  if (to !== undefined) return `${what} up to ${to}${unit}`;
  return from === undefined ? what : `${what} from ${from}${unit} on`;
}

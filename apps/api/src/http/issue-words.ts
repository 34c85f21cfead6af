import type { z } from 'zod';

/**
 * What is wrong with a field, as a person would say it: "must be 100 or less". What a schema says in words of its own stays.
 */
export function issueWords(issue: z.core.$ZodIssue): string {
  if (!/^(Too (big|small)|Invalid|Unrecognized)/.test(issue.message)) return issue.message;
  switch (issue.code) {
    case 'too_small':
      return `must ${sizeWords(issue.origin, Number(issue.minimum), issue.inclusive === false ? 'more than' : 'at least')}`;
    case 'too_big':
      return `must ${sizeWords(issue.origin, Number(issue.maximum), issue.inclusive === false ? 'less than' : 'at most')}`;
    case 'invalid_type':
      return issue.input === undefined ? 'is needed' : `must be ${TYPES[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `must be ${issue.values.map(String).join(' or ')}`;
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'unrecognized_keys':
      return `there is no such field: ${issue.keys.join(', ')}`;
    default:
      return 'does not have the form that is needed here';
  }
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

function sizeWords(origin: string, size: number, bound: string): string {
  if (origin === 'string') return size === 1 && bound === 'at least' ? 'not be empty' : `have ${bound} ${size} characters`;
  if (origin === 'array' || origin === 'set' || origin === 'object' || origin === 'record') return `have ${bound} ${size} entries`;
  return `be ${bound} ${size}`;
}

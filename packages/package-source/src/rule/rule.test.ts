import { describe, expect, test } from 'vitest';
import { celOf } from './cel.ts';
import { keeps } from './check.ts';
import { ruleOf } from './from-schema.ts';
import type { Rule } from './rule.ts';
import { schemaOf } from './schema.ts';
import { wordsOf } from './words.ts';

const rules: readonly (readonly [rule: Rule, good: readonly unknown[], bad: readonly unknown[], words: string])[] = [
  [{ type: 'integer', least: 1, most: 20 }, [1, 20], [0, 21, 1.5, '5', null, undefined], 'a whole number from 1 to 20'],
  [{ type: 'integer', least: 5 }, [5, 1e9], [4], 'a whole number from 5 on'],
  [{ type: 'number', least: -1, most: 0.5 }, [-1, 0, 0.25, 0.5], [-1.1, 0.6, Number.NaN, Infinity], 'a number from -1 to 0.5'],
  [{ type: 'switch' }, [true, false], ['true', 0, null], 'true or false'],
  [{ type: 'switch', needed: 'read it' }, [true], [false, undefined], 'true: read it'],
  [{ type: 'choice', of: ['easy', 'hard'] }, ['easy'], ['', 'toString', 1], 'one of easy, hard'],
  [{ type: 'choice', of: ['', 'latest'] }, ['', 'latest'], [' '], 'one of nothing, latest'],
  [{ type: 'text', longest: 3 }, ['', 'äöü', '🦆🦆🦆'], ['four', 7], 'text up to 3 characters'],
  [{ type: 'text', pattern: '^[a-z]+$' }, ['a'], ['', 'A'], 'text that matches ^[a-z]+$'],
  [
    { type: 'text', shortest: 1, pattern: '^[a-z]*$', means: 'is lower case' },
    ['a'],
    ['', 'A'],
    'text from 1 characters on that is lower case',
  ],
  [{ type: 'text', shortest: 1, needed: 'It is on the box.' }, ['x'], ['', undefined], 'given: It is on the box.'],
  [
    { type: 'quantity', least: '100m', most: '64' },
    [1, 64, '64', '100m', '0.5', '12'],
    [0, 65, '99m', '', 'much', true, -1, 1.5, '1e3', '000000000000000000001'],
    'an amount from 100m to 64',
  ],
  [
    { type: 'quantity', least: '1Gi', most: '2Gi', mayBeEmpty: true },
    ['', '1Gi', '2Gi', '1.5G'],
    ['1Mi', '3Gi', ' '],
    'an amount from 1Gi to 2Gi, or empty',
  ],
  [
    { type: 'list', of: { type: 'choice', of: ['a'] }, most: 2 },
    [[], ['a', 'a']],
    [['b'], ['a', 'a', 'a'], 'a'],
    'a list up to 2 entries, each one of a',
  ],
  [
    { type: 'group', of: { cpu: { rule: { type: 'integer', most: 2 }, description: '' } } },
    [{}, { cpu: 2 }],
    [{ cpu: 3 }, { ram: 1 }, [], 'cpu', null, { toString: 1 }],
    'an object with cpu',
  ],
];

describe.each(rules)('%j', (rule, good, bad, words) => {
  test('lets through what keeps it, and nothing else', () => {
    for (const value of good) expect(keeps(rule, value), JSON.stringify(value)).toBe(true);
    for (const value of bad) expect(keeps(rule, value), JSON.stringify(value)).toBe(false);
  });

  test('can be said in words', () => {
    expect(wordsOf(rule)).toBe(words);
  });
});

test('a schema and its rule say the same', () => {
  for (const schema of [
    { type: 'integer', minimum: 1, maximum: 20 },
    { type: 'number', minimum: 0.5 },
    { type: 'boolean' },
    { type: 'string', enum: ['a', 'b'] },
    { type: 'string', minLength: 1, maxLength: 5, pattern: '^a/b$' },
    { type: 'array', maxItems: 3, items: { type: 'string', enum: ['a'] } },
  ])
    expect(schemaOf(ruleOf(schema))).toEqual(schema);
});

test.each([
  ['an object', { type: 'object', properties: {} }, 'is "object"; an order has texts'],
  ['a list of lists', { type: 'array', items: { type: 'array', items: { type: 'string' } } }, 'is "array"'],
  ['steps', { type: 'integer', multipleOf: 5 }, 'says multipleOf, which an order cannot say of integer'],
  ['a list without doubles', { type: 'array', items: { type: 'string' }, uniqueItems: true }, 'says uniqueItems'],
  ['a format', { type: 'string', format: 'uri' }, 'says format'],
])('%s cannot be ordered, and that is said when the edition is made', (_, schema, problem) => {
  expect(() => ruleOf(schema)).toThrow(problem);
});

test('a pattern is one that JavaScript and Go read alike, and has no end of a line in it', () => {
  expect(ruleOf({ type: 'string', pattern: '^[^\\u2028\\u2029\\u0041]\\/$' })).toMatchObject({ pattern: '^[^\\p{Zl}\\p{Zp}A]/$' });
});

test('CEL looks at the type before it looks at the value, and quotes what it quotes', () => {
  expect(celOf({ type: 'integer', least: 1 }, 'x')).toBe('type(x) == int && x >= 1');
  expect(celOf({ type: 'number', least: 1, most: 2.5 }, 'x')).toBe('(type(x) == int || type(x) == double) && x >= 1.0 && x <= 2.5');
  expect(celOf({ type: 'text', pattern: '^"\\\\\u2028$' }, 'x')).toBe('type(x) == string && x.matches("^\\"\\\\\\\\\\u2028$")');
});

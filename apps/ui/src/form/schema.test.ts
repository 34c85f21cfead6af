import { expect, it } from 'vitest';
import { emptyValue, kindOf, type Schema } from './schema.ts';
import { showValue } from './show-value.ts';

it.each<readonly [Schema, string]>([
  [{ type: 'boolean' }, 'switch'],
  [{ type: 'string', enum: ['a', 'b'] }, 'choice'],
  [{ type: 'integer', enum: [1, 2] }, 'choice'],
  [{ type: 'number' }, 'number'],
  [{ type: 'string', maxLength: 100 }, 'text'],
  [{ type: 'string', maxLength: 500, pattern: '^[^ ]*$' }, 'text'],
  [{ type: 'string', maxLength: 150, pattern: '^[^\\x00-\\x09\\x0b-\\x1f]*$' }, 'longText'],
  [{ type: 'string', maxLength: 1000 }, 'longText'],
  [{ type: 'string', format: 'password' }, 'secret'],
  [{ type: 'array', items: { type: 'string' } }, 'list'],
  [{ type: 'array', items: { type: 'string', enum: ['a'] }, uniqueItems: true }, 'choices'],
  [{ type: 'array', items: { type: 'string', enum: ['a'] } }, 'list'],
  [{ type: 'object', properties: {} }, 'group'],
  [{ type: 'object', additionalProperties: { type: 'string' } }, 'record'],
  [{ 'x-kubernetes-int-or-string': true }, 'numberOrText'],
  [{ type: 'object' }, 'unknown'],
  [{}, 'unknown'],
])('%j is edited as %s', (schema, kind) => {
  expect(kindOf(schema)).toBe(kind);
});

it('a new entry begins with what its schema says', () => {
  expect(
    emptyValue({
      type: 'object',
      required: ['a', 'b', 'c'],
      properties: { a: { type: 'integer', minimum: 2 }, b: { enum: ['x', 'y'] }, c: { type: 'string' }, d: {} },
    }),
  ).toEqual({ a: 2, b: 'x', c: '' });
  expect(emptyValue({ type: 'boolean', default: true })).toBe(true);
});

it('values are shown in a few words', () => {
  expect([showValue(true), showValue(''), showValue([]), showValue(undefined)]).toEqual(['On', 'empty', 'empty', 'none']);
  expect(showValue('large_biomes', { enum: ['large_biomes'] })).toBe('Large biomes');
  expect(showValue(['a', 'b'], { items: { type: 'string' } })).toBe('a, b');
  expect(showValue('secret', { format: 'password' })).not.toContain('secret');
  expect(showValue('x'.repeat(500)).length).toBeLessThan(80);
});

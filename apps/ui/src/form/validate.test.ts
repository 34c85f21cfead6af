import { describe, expect, it } from 'vitest';
import { formWords } from '../words/form.ts';
import type { Schema } from './schema.ts';
import { validate } from './validate.ts';

const text = formWords.problem;

function messages(schema: Schema, value: unknown): readonly string[] {
  return validate(schema, value, 'settings.x').map(({ message }) => message);
}

describe('a single value', () => {
  it.each<readonly [string, Schema, unknown]>([
    ['a number within its bounds', { type: 'integer', minimum: 1, maximum: 10 }, 10],
    ['a fraction', { type: 'number', minimum: 0 }, 0.5],
    ['a multiple in spite of binary fractions', { type: 'number', multipleOf: 0.1 }, 0.3],
    ['text that matches', { type: 'string', pattern: '^[a-z]+$', maxLength: 5 }, 'world'],
    ['text whose pattern the browser cannot read', { type: 'string', pattern: '(?P<x>y)' }, 'z'],
    ['an allowed option', { type: 'string', enum: ['easy', 'hard'] }, 'hard'],
    ['off', { type: 'boolean' }, false],
    ['a number where numbers and text are allowed', { 'x-kubernetes-int-or-string': true }, 5],
    ['text where numbers and text are allowed', { 'x-kubernetes-int-or-string': true, pattern: '^[0-9]+%$' }, '50%'],
    ['anything where nothing is said', {}, { a: 1 }],
    ['a web address', { type: 'string', format: 'uri' }, 'https://example.org/x'],
    ['an IP address', { type: 'string', format: 'ipv4' }, '192.0.2.10'],
    ['a date', { type: 'string', format: 'date' }, '2027-01-31'],
  ])('may be %s', (_, schema, value) => {
    expect(messages(schema, value)).toEqual([]);
  });

  it.each<readonly [string, Schema, unknown, string]>([
    ['text for a number', { type: 'number' }, '12a', text.number],
    ['nothing for a number', { type: 'integer' }, '', text.whole],
    ['a fraction for a whole number', { type: 'integer' }, 1.5, text.whole],
    ['no number at all', { type: 'number' }, Number.NaN, text.number],
    ['too little', { type: 'integer', minimum: 3 }, 2, text.least(3)],
    ['too much', { type: 'integer', maximum: 2000 }, 2001, 'Enter 2,000 or less.'],
    ['a wrong step', { type: 'integer', multipleOf: 5 }, 7, text.step(5)],
    ['text that is too long', { type: 'string', maxLength: 3 }, 'four', text.shorter(3, 4)],
    ['no text', { type: 'string', minLength: 1 }, '', text.longer(1)],
    ['a character that breaks the pattern', { type: 'string', pattern: '^[a-z]*$' }, 'wörld', text.character('ö')],
    ['a second line', { type: 'string', pattern: '^[^\\x00-\\x1f]*$' }, 'a\nb', text.oneLine],
    ['nothing where the pattern wants something', { type: 'string', pattern: '^[a-z]+$' }, '', text.needed],
    ['a wrong shape', { type: 'string', pattern: '^(?:[0-9a-f]{40})?$' }, 'abc', text.shape],
    ['an unknown option', { type: 'string', enum: ['easy', 'hard'] }, 'absurd', text.option(['easy', 'hard'])],
    ['text for a switch', { type: 'boolean' }, 'true', text.yesNo],
    ['a number for text', { type: 'string' }, 5, text.text],
    ['text where a number or a share is wanted', { 'x-kubernetes-int-or-string': true, pattern: '^[0-9]+%$' }, 'many', text.shape],
    ['no web address', { type: 'string', format: 'uri' }, 'pack', text.address],
    ['no e-mail address', { type: 'string', format: 'email' }, 'a@b', text.email],
    ['no IP address', { type: 'string', format: 'ipv4' }, '192.0.2.256', text.ip],
    ['no date', { type: 'string', format: 'date' }, '2027-13-01', text.date],
  ])('may not be %s', (_, schema, value, message) => {
    expect(messages(schema, value)).toEqual([message]);
  });
});

describe('a list', () => {
  const list: Schema = { type: 'array', items: { type: 'string', minLength: 1 }, minItems: 1, maxItems: 2, uniqueItems: true };

  it('names the entry that is wrong', () => {
    expect(validate(list, ['a', ''], 'settings.tags')).toEqual([{ path: 'settings.tags.1', message: text.longer(1) }]);
  });

  it('has neither too few nor too many nor equal entries', () => {
    expect(messages(list, [])).toEqual([text.fewEntries(1)]);
    expect(messages(list, ['a', 'b', 'c'])).toEqual([text.manyEntries(2)]);
    expect(messages(list, ['a', 'a'])).toEqual([text.twice]);
    expect(messages(list, 'a')).toEqual([text.list]);
  });
});

describe('an object', () => {
  const rule: Schema = {
    type: 'object',
    required: ['name'],
    properties: { name: { type: 'string' }, weight: { type: 'integer', default: 1 }, note: { type: 'string' } },
  };

  it('needs what is required and has no default', () => {
    expect(validate(rule, {}, 'settings.rules.0')).toEqual([{ path: 'settings.rules.0.name', message: text.needed }]);
    expect(messages(rule, { name: 'x' })).toEqual([]);
    expect(messages(rule, 'x')).toEqual([text.group]);
  });

  it('is checked to its depth', () => {
    const schema: Schema = { type: 'object', properties: { rules: { type: 'array', items: rule } } };
    expect(validate(schema, { rules: [{ name: 'a' }, { name: 'b', weight: 'x' }] }, 'settings.x')).toEqual([
      { path: 'settings.x.rules.1.weight', message: text.whole },
    ]);
  });

  it('of free names is checked name by name', () => {
    const schema: Schema = { type: 'object', additionalProperties: { type: 'integer' }, maxProperties: 1 };
    expect(validate(schema, { a: 'x' }, 'settings.x')).toEqual([{ path: 'settings.x.a', message: text.whole }]);
    expect(messages(schema, { a: 1, b: 2 })).toEqual([text.manyEntries(1)]);
  });

  it('of several shapes needs only what its own shape needs', () => {
    const schema: Schema = {
      type: 'object',
      required: ['kind'],
      properties: { kind: { type: 'string', enum: ['seed', 'file'] }, seed: { type: 'integer' }, file: { type: 'string' } },
      oneOf: [
        { required: ['kind', 'seed'], properties: { kind: { enum: ['seed'] } } },
        { required: ['kind', 'file'], properties: { kind: { enum: ['file'] } } },
      ],
    };
    expect(validate(schema, { kind: 'seed' }, 'settings.map')).toEqual([{ path: 'settings.map.seed', message: text.needed }]);
    expect(messages(schema, { kind: 'file', file: 'a', seed: 'left over' })).toEqual([]);
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { crdFiles } from './crd-files.ts';
import { MAX_WAIT, parseDurationMs } from './duration.ts';
import { gameOperationSpecSchema } from './game-operation.ts';
import { disruptionSchema, gameServerSpecSchema } from './game-server.ts';
import { toStructural } from './structural.ts';

const folder = fileURLToPath(new URL('../crds/', import.meta.url));

describe('generated CRDs', () => {
  it('are as the schemas say; otherwise run pnpm gen', () => {
    const files = crdFiles();
    expect(readdirSync(folder).sort()).toEqual([...files.keys()].sort());
    for (const [name, content] of files) expect(readFileSync(folder + name, 'utf8')).toBe(content);
  });

  it('document every field of spec and status', () => {
    const undocumented: string[] = [];
    const walk = (node: unknown, path: string): void => {
      if (typeof node !== 'object' || node === null || !('properties' in node)) return;
      for (const [name, child] of Object.entries(node.properties as Record<string, object>)) {
        if (path.split('.').length < 2 && !('description' in child)) undocumented.push(`${path}.${name}`);
        walk(child, `${path}.${name}`);
      }
    };
    for (const [name, content] of crdFiles()) expect(content, name).toContain('description: ');
    expect(undocumented).toEqual([]);
  });
});

describe('the wait for an empty server', () => {
  const { pattern } = toStructural(disruptionSchema.shape.onlyWhenEmpty.unwrap().shape.deadline);
  const isAllowed = (deadline: string) => new RegExp(String(pattern), 'u').test(deadline);

  it.each(['1s', '90s', '30m', '240m', '9999m59s', '1h30m', '4h', '99h', '167h59m59s', '168h'])('may be %s', (deadline) => {
    expect(isAllowed(deadline)).toBe(true);
    expect(parseDurationMs(deadline)).toBeLessThanOrEqual(parseDurationMs(MAX_WAIT));
  });

  it.each(['168h1s', '169h', '200h', '1000h', '99999999999h', '99999m', '167h99m', '1h1h', '1m1h', '4', '', '4 h', 'soon'])(
    'may not be %j',
    (deadline) => expect(isAllowed(deadline)).toBe(false),
  );

  it('is read all the same where an object from before there was a limit says more', () => {
    const spec = { game: 'pond', disruption: { onlyWhenEmpty: { deadline: '8760h' } } };
    expect(gameServerSpecSchema.parse(spec)).toMatchObject(spec);
  });
});

describe('the cause of an operation', () => {
  const cause = toStructural(gameOperationSpecSchema.shape.cause);

  it('is a line of 200 characters at most', () => {
    expect(cause).toMatchObject({ maxLength: 200 });
    const isAllowed = (text: string) => new RegExp(String(cause['pattern']), 'u').test(text);
    expect(['', 'new plugins', '“Überfällig”, 日本'].every(isAllowed)).toBe(true);
    expect(['a\nb', 'a\rb', 'a\u001b[31m', 'a\u0085b', 'a\u2028b', 'a\u2029b', '\t'].some(isAllowed)).toBe(false);
  });
});

describe('toStructural', () => {
  const table: [string, z.ZodType, unknown][] = [
    ['safe-integer bounds are noise', z.int(), { type: 'integer' }],
    ['exclusive bounds of integers are shifted', z.int().gt(3).lt(9), { type: 'integer', minimum: 4, maximum: 8 }],
    ['literals become enums', z.literal('a'), { type: 'string', enum: ['a'] }],
    ['any value is preserved', z.unknown(), { 'x-kubernetes-preserve-unknown-fields': true }],
    [
      'integer or string is the one union of scalars',
      z.union([z.int(), z.string()]),
      { 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'integer' }, { type: 'string' }] },
    ],
    [
      'records of anything preserve unknown fields',
      z.record(z.string(), z.unknown()),
      { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    ],
    [
      'records of strings are additionalProperties',
      z.record(z.string(), z.string()),
      { type: 'object', additionalProperties: { type: 'string' } },
    ],
    [
      'discriminated unions become one object',
      z.discriminatedUnion('k', [z.object({ k: z.literal('a'), x: z.string() }), z.object({ k: z.literal('b'), y: z.int() })]),
      {
        type: 'object',
        required: ['k'],
        properties: { k: { type: 'string', enum: ['a', 'b'] }, x: { type: 'string' }, y: { type: 'integer' } },
        oneOf: [
          { required: ['k', 'x'], properties: { k: { enum: ['a'] } } },
          { required: ['k', 'y'], properties: { k: { enum: ['b'] } } },
        ],
      },
    ],
  ];
  it.each(table)('%s', (_, schema, expected) => {
    expect(toStructural(schema)).toEqual(expected);
  });

  const refused: [string, z.ZodType, string][] = [
    ['nullable fields', z.object({ a: z.string().nullable() }), 'a may be null'],
    ['exclusive bounds of fractions', z.object({ a: z.number().gt(0) }), 'a has an exclusive bound'],
    ['unions of scalars', z.object({ a: z.array(z.union([z.boolean(), z.string()])) }), 'a[] has several types'],
    ['look-around', z.object({ a: z.string().regex(/^(?!x)/) }), 'a has a pattern with look-around'],
    ['tuples', z.object({ a: z.tuple([z.string(), z.int()]) }), 'a is a tuple'],
  ];
  it.each(refused)('refuses %s, naming the path', (_, schema, message) => {
    expect(() => toStructural(schema)).toThrow(message);
  });
});

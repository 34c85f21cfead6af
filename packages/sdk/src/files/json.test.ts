import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mutate, random, seed } from '../../test/mutate.ts';
import { FileEditError } from '../errors.ts';
import { applyFilePatch } from './apply.ts';
import { editJson } from './json.ts';
import { json, type ManagedValue } from './patch.ts';

console.info(`json: seed ${seed} (GSE_SEED repeats a run)`);

type Managed = Parameters<typeof editJson>[1];
const protoSet = JSON.parse('{"__proto__": {"polluted": 1}}') as Managed;

describe('editing', () => {
  it.each<readonly [string, string, Managed, string]>([
    [
      'a new file is begun',
      '',
      { name: 'x', list: [1, 2], inner: { a: true } },
      '{\n  "name": "x",\n  "list": [\n    1,\n    2\n  ],\n  "inner": {\n    "a": true\n  }\n}\n',
    ],
    ['a new file has no gaps', ' \n', { a: null, b: undefined, c: { d: null, e: 1 } }, '{\n  "c": {\n    "e": 1\n  }\n}\n'],
    ['a value is replaced where it stands', '{\n\t"b": 1,\n\t"a" : 2\n}\n', { b: 'x' }, '{\n\t"b": "x",\n\t"a" : 2\n}\n'],
    [
      'a value that is right is not touched, however it is written',
      '{"a": 1.0e0, "b": "\\u0041"}',
      { a: 1, b: 'A' },
      '{"a": 1.0e0, "b": "\\u0041"}',
    ],
    [
      'what is new comes last, laid out like the rest',
      '{\n    "a": 1\n}',
      { b: { c: [], d: { e: 1 } } },
      '{\n    "a": 1,\n    "b": {\n        "c": [],\n        "d": {\n            "e": 1\n        }\n    }\n}',
    ],
    ['on one line it stays one line', '{"a": 1, "b": 2}', { c: [1, 2], a: 5 }, '{"a": 5, "b": 2, "c": [1,2]}'],
    ['without blanks it stays without', '{"a":1,"b":2}', { c: 3 }, '{"a":1,"b":2,"c":3}'],
    [
      'an object on one line inside others stays one',
      '{\n  "a": {"x": 1},\n  "b": 2\n}\n',
      { a: { y: 2 } },
      '{\n  "a": {"x": 1, "y": 2},\n  "b": 2\n}\n',
    ],
    ['an empty object is filled', '{\n  "a": {}\n}\n', { a: { y: 2 } }, '{\n  "a": {\n    "y": 2\n  }\n}\n'],
    ['an empty file is filled', '{}', { a: 1 }, '{\n  "a": 1\n}'],
    ['line ends stay as they are', '{\r\n  "a": 1\r\n}\r\n', { b: { c: 1 } }, '{\r\n  "a": 1,\r\n  "b": {\r\n    "c": 1\r\n  }\r\n}\r\n'],
    ['nested objects merge', '{"a": {"x": 1, "y": {"z": 2}}}', { a: { y: { w: 3 } } }, '{"a": {"x": 1, "y": {"z": 2, "w": 3}}}'],
    ['an object takes the place of a scalar', '{"a": 1}', { a: { b: 2, c: null } }, '{"a": {"b":2}}'],
    ['arrays are replaced, never merged', '{"a": [1, 2, {"b": 3}]}', { a: ['x'] }, '{"a": ["x"]}'],
    ['null removes the first', '{"a": 1, "b": 2, "c": 3}', { a: null }, '{"b": 2, "c": 3}'],
    ['null removes the last', '{\n  "a": 1,\n  "b": 2\n}', { b: null }, '{\n  "a": 1\n}'],
    ['null removes the only one', '{\n  "a": 1\n}', { a: null }, '{}'],
    ['null removes what is not there', '{ }', { a: null }, '{ }'],
    ['the order of keys stays, also of those that look like numbers', '{"10": 1, "2": 2, "a": 3}', { a: 4 }, '{"10": 1, "2": 2, "a": 4}'],
    [
      'numbers too long for a double stay',
      '{"steam": 76561198000000001, "pi": 3.14159265358979323846, "a": 1}',
      { a: 2 },
      '{"steam": 76561198000000001, "pi": 3.14159265358979323846, "a": 2}',
    ],
    [
      'keys that stand for comments stay',
      '{\n  "_comment_a": ["what a is"],\n  "a": 1\n}',
      { a: 2 },
      '{\n  "_comment_a": ["what a is"],\n  "a": 2\n}',
    ],
    [
      'brackets and quotes in strings are text',
      '{"a": "}],{\\"", "b": ["{\\\\"], "c": 1}',
      { c: 2 },
      '{"a": "}],{\\"", "b": ["{\\\\"], "c": 2}',
    ],
    ['an escaped key is recognised', '{"\\u0061": 1}', { a: 2 }, '{"\\u0061": 2}'],
    ['of doubled keys the last counts and stays', '{"a": 1, "b": 0, "a": {"x": 1}}', { a: { y: 2 } }, '{"b": 0, "a": {"x": 1, "y": 2}}'],
    ['a byte order mark goes with the first change', '\ufeff{"a": 1}', { a: 2 }, '{"a": 2}'],
    ['a byte order mark alone is no reason to write', '\ufeff{"a": 1}', { a: 1 }, '\ufeff{"a": 1}'],
    ['__proto__ is a key like any other', '{"a": 1}', protoSet, '{"a": 1, "__proto__": {"polluted":1}}'],
    ['__proto__ merges like any other', '{"__proto__": {"x": 1}}', protoSet, '{"__proto__": {"x": 1, "polluted": 1}}'],
  ])('%s', (_, current, set, expected) => {
    expect(editJson(current, set, 'a.json')).toBe(expected);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it.each([
    ['no JSON', '{"a": 1,}', 'is not valid JSON'],
    ['JSON with comments', '{ // x\n}', 'is not valid JSON'],
    ['half a file', '{"a": ', 'is not valid JSON'],
    ['an array', '[1]', 'is not a JSON object'],
    ['null', 'null', 'is not a JSON object'],
    ['a text', '"x"', 'is not a JSON object'],
    ['a tower of arrays', `{"a": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 'is nested deeper'],
  ])('refuses %s with the path and what to do', (_, current, problem) => {
    const attempt = (): unknown => applyFilePatch(current, json('data/server-settings.json', { a: 1 }));
    expect(attempt).toThrow(FileEditError);
    expect(attempt).toThrow(new RegExp(`^data/server-settings\\.json ${problem}.*; mend it or delete it`));
  });
});

const keys = fc.constantFrom('a', 'b', '10', '2', '__proto__', 'é"\\', '');
const scalar = fc.oneof(fc.string({ maxLength: 4 }), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean());
const document = fc.dictionary(keys, fc.jsonValue({ maxDepth: 3 }), { maxKeys: 5, noNullPrototype: true });
const managed = fc.letrec<{ value: ManagedValue; object: Managed }>((tie) => ({
  value: fc.oneof({ weight: 3, arbitrary: scalar }, fc.constant(null), fc.constant(undefined), fc.array(scalar, { maxLength: 3 }), {
    weight: 2,
    arbitrary: tie('object'),
  }),
  object: fc.dictionary(keys, tie('value'), { maxKeys: 4, noNullPrototype: true }),
})).object;
const written = fc.tuple(document, fc.constantFrom(undefined, 2, 4, '\t'), fc.boolean()).map(([value, indent, crlf]) => {
  const text = JSON.stringify(value, null, indent);
  return crlf ? text.replaceAll('\n', '\r\n') : text;
});

describe('whatever is edited', () => {
  const always = (check: (current: string, set: Managed) => void): void =>
    fc.assert(fc.property(written, managed, check), { numRuns: 3000, seed });

  it('reads afterwards as a merge patch of what it was', () =>
    always((current, set) => {
      expect(plain(JSON.parse(editJson(current, set, 'p')))).toEqual(plain(mergePatch(JSON.parse(current), set)));
    }));

  it('is not edited a second time', () =>
    always((current, set) => {
      const once = applyFilePatch(current, json('p', set)) ?? current;
      expect(applyFilePatch(once, json('p', set))).toBeUndefined();
    }));

  it('keeps what is not managed as it is written', () =>
    always((current, set) => {
      const own = Object.entries(JSON.parse(current) as object).filter(([key]) => !Object.hasOwn(set, key));
      const edited = editJson(current, set, 'p');
      for (const [key] of own) expect(edited).toContain(rawMember(current, key));
      const order = Object.keys(JSON.parse(edited) as object).filter((key) => own.some(([name]) => name === key));
      expect(order).toEqual(own.map(([key]) => key));
    }));

  it('comes out laid out as a printer would, where it went in so', () => {
    fc.assert(
      fc.property(document, managed, fc.constantFrom(2, 4, '\t'), (value, set, indent) => {
        fc.pre(Object.keys(value).length > 0);
        const edited = editJson(JSON.stringify(value, null, indent), set, 'p');
        expect(linesOf(edited)).toEqual(linesOf(JSON.stringify(JSON.parse(edited), null, indent)));
      }),
      { numRuns: 3000, seed },
    );
  });
});

describe('damaged input', () => {
  it('is edited or refused, a hundred thousand times', () => {
    const next = random(seed);
    const samples = [
      '{\n  "name": "x",\n  "a": {"b": [1, 2, {"c": "\\"}"}], "d": null},\n  "visibility": {"public": true, "lan": false}\n}\n',
      '{"a":1,"a":{"b":2},"x":[[],{}]}',
      '\ufeff{ "a" : "\\u0041" }\r\n',
    ];
    for (let i = 0; i < 100_000; i++) {
      const text = mutate(next, samples, ['"', '\\', '{', '}', '[', ']', ',', ':', '\0', '\u2028', '{}', '"a":']);
      try {
        const edited = JSON.parse(editJson(text, { a: { b: 1 }, name: null }, 'p')) as { a: { b: unknown } };
        if (edited.a.b !== 1 || Object.hasOwn(edited, 'name')) expect.fail(`did not set it in ${JSON.stringify(text)}`);
      } catch (error) {
        if (!(error instanceof FileEditError)) throw new Error(`of ${JSON.stringify(text)}`, { cause: error });
      }
    }
  });

  it.each([
    ['line ends', `{${'\n'.repeat(2_000_000)}"b":1}`],
    ['blanks', `{"b":1${' '.repeat(2_000_000)},"c":2}`],
    ['members', `{${'"b":1,'.repeat(300_000)}"c":2}`],
    ['digits', `{"b":${'1'.repeat(2_000_000)}}`],
    ['escapes', `{"b":"${'\\\\'.repeat(1_000_000)}"}`],
  ])('of millions of %s is no attack', (_, text) => {
    expect(JSON.parse(editJson(text, { a: { x: 1 } }, 'p'))).toMatchObject({ a: { x: 1 } });
  });
});

/** Merge patch (RFC 7396) by its definition, as the model. */
function mergePatch(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const result = new Map(typeof target === 'object' && target !== null && !Array.isArray(target) ? Object.entries(target) : []);
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) result.delete(key);
    else if (value !== undefined) result.set(key, mergePatch(result.get(key), value));
  }
  return Object.fromEntries(result);
}

/** Without minus zero, which JSON has and JavaScript's printer has not. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** The lines without their order: JavaScript's printer puts keys that look like numbers first. */
function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.replace(/,$/, ''))
    .sort();
}

function rawMember(text: string, key: string): string {
  const value = (JSON.parse(text) as Record<string, unknown>)[key];
  const indent = /^\{\r?\n([ \t]+)/.exec(text)?.[1];
  const printed = JSON.stringify({ [key]: value }, null, indent).replaceAll('\n', text.includes('\r\n') ? '\r\n' : '\n');
  return printed.slice(1, -1).trim();
}

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isEqual, type JsonObject } from '../json.ts';
import { compileSchema } from '../schema/compile.ts';
import type { ApiObject } from '../store/api-object.ts';
import { decodeTree, difference, encodeTree, intersection, isEmptyTree, pathText, pathsOf, union, type FieldTree } from './field-tree.ts';
import { mergeApplied } from './merge.ts';
import { applyConfiguration, trackUpdate, type Applied } from './track.ts';
import { fieldsOf } from './walk.ts';

const schema = compileSchema({
  type: 'object',
  properties: {
    metadata: { type: 'object', properties: { labels: { type: 'object', additionalProperties: { type: 'string' } } } },
    spec: {
      type: 'object',
      properties: {
        a: { type: 'string' },
        b: { type: 'string' },
        set: { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'string' } },
        map: {
          type: 'array',
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['name'],
          items: { type: 'object', properties: { name: { type: 'string' }, x: { type: 'string' }, y: { type: 'string' } } },
        },
        whole: { type: 'array', items: { type: 'string' } },
      },
    },
  },
});

const value = fc.constantFrom('1', '2', '3');
const names = fc.uniqueArray(fc.constantFrom('p', 'q', 'r', 's'), { maxLength: 4 });
const spec = fc.record(
  {
    a: value,
    b: value,
    set: names,
    map: names.chain((keys) =>
      fc.tuple(...keys.map((name) => fc.record({ name: fc.constant(name), x: value, y: value }, { requiredKeys: ['name'] }))),
    ),
    whole: fc.array(value, { maxLength: 3 }),
  },
  { requiredKeys: [] },
);

function object(specification: JsonObject): ApiObject {
  return { apiVersion: 'v1', kind: 'Thing', metadata: { name: 'thing' }, spec: specification };
}

function apply(live: ApiObject | undefined, manager: string, specification: JsonObject): Applied {
  const identity = { name: manager, operation: 'Apply', apiVersion: 'v1', subresource: '' } as const;
  return applyConfiguration({ schema, identity, now: '2026-01-01T00:00:00Z' }, live, object(specification), true);
}

function stored({ object: made, managedFields }: Applied): ApiObject {
  return { ...made, metadata: { ...made.metadata, managedFields } };
}

/** Every list item in one order: which of two owners' items come first is not what these are about. */
function sorted(input: unknown): unknown {
  if (Array.isArray(input)) return input.map(sorted).sort((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1));
  if (typeof input !== 'object' || input === null) return input;
  return Object.fromEntries(
    Object.entries(input)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
}

test('what is applied is there afterwards, in the order in which it was applied', () => {
  fc.assert(
    fc.property(fc.array(spec, { minLength: 1, maxLength: 4 }), (specs) => {
      let live: ApiObject | undefined;
      for (const each of specs) {
        live = stored(apply(live, 'one', each));
        for (const [name, expected] of Object.entries(each)) {
          expect(isEqual((live['spec'] as JsonObject | undefined)?.[name], expected), `${name}: ${JSON.stringify(live['spec'])}`).toBe(
            true,
          );
        }
      }
    }),
  );
});

test('a single manager that applies something else leaves nothing of before', () => {
  fc.assert(
    fc.property(spec, spec, (first, second) => {
      const twice = stored(apply(stored(apply(undefined, 'one', first)), 'one', second));
      const nonEmpty = (input: JsonObject) =>
        Object.fromEntries(Object.entries(input).filter(([, each]) => !Array.isArray(each) || each.length > 0));
      expect(nonEmpty((twice['spec'] ?? {}) as JsonObject)).toEqual(nonEmpty(second));
    }),
  );
});

test('the same apply again changes neither the object nor who owns it', () => {
  fc.assert(
    fc.property(spec, spec, (first, second) => {
      const before = stored(apply(stored(apply(undefined, 'one', first)), 'two', second));
      const after = stored(apply(before, 'two', second));
      expect(after).toEqual(before);
    }),
  );
});

test('two managers that do not meet end the same in either order', () => {
  fc.assert(
    fc.property(value, names, value, names, (a, mine, b, theirs) => {
      const one = { a, set: mine };
      const two = { b, set: theirs };
      const forward = stored(apply(stored(apply(undefined, 'one', one)), 'two', two));
      const backward = stored(apply(stored(apply(undefined, 'two', two)), 'one', one));
      expect(sorted(forward['spec'])).toEqual(sorted(backward['spec']));
    }),
  );
});

test('an update takes what it changed from everyone else', () => {
  fc.assert(
    fc.property(spec, spec, (first, second) => {
      const live = stored(apply(undefined, 'one', first));
      const identity = { name: 'editor', operation: 'Update', apiVersion: 'v1', subresource: '' } as const;
      const entries = trackUpdate({ schema, identity, now: '2026-01-02T00:00:00Z' }, live, object(second), undefined);
      const trees = entries.map((entry): FieldTree => decodeTree(entry['fieldsV1'] as JsonObject));
      const [left, right] = trees;
      if (left && right) expect(isEmptyTree(intersection(left, right))).toBe(true);
      const owned = trees.reduce(union, decodeTree({}));
      // Whatever the object states is owned by one of them; a list that was emptied states nothing.
      const nothing = ['.spec', '.spec.set', '.spec.map'];
      const stated = fieldsOf(schema, { spec: second });
      expect([...pathsOf(difference(stated, owned))].map(pathText).filter((path) => !nothing.includes(path))).toEqual([]);
    }),
  );
});

test('sets of fields survive being written and read', () => {
  fc.assert(
    fc.property(spec, (each) => {
      const tree = fieldsOf(schema, { spec: each });
      expect(encodeTree(decodeTree(encodeTree(tree)))).toEqual(encodeTree(tree));
      expect(isEmptyTree(difference(tree, tree))).toBe(true);
    }),
  );
});

test('items of others stay where they stood among the applied ones', () => {
  const list = (...items: string[]) => ({ spec: { set: items } });
  expect(mergeApplied(schema, list('a', 'x', 'b'), list('b', 'c'))).toEqual(list('a', 'x', 'b', 'c'));
  expect(mergeApplied(schema, list('a', 'b', 'c'), list('c', 'a'))).toEqual(list('b', 'c', 'a'));
});

import { LABELS } from '@gse/resources';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { covers } from '../workload/covers.ts';
import { missingCredentials } from '../workload/secret.ts';
import { Freshest } from './freshest.ts';
import { mergePatch } from './merge-patch.ts';

/** A merge patch as RFC 7396 applies it: the judge of ours. */
function applyPatch(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const result: Record<string, unknown> = typeof target === 'object' && target !== null && !Array.isArray(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = applyPatch(result[key], value);
  }
  return result;
}

// Null has no place in a status: a merge patch could not write it.
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string({ maxLength: 4 }),
    fc.integer(),
    fc.boolean(),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), tie('value'), { maxKeys: 4 }),
})).object;

describe('a merge patch', () => {
  it('turns what is into what is wanted, and is absent where they are equal', () => {
    fc.assert(
      fc.property(json, json, (from, to) => {
        const patch = mergePatch(from, to);
        expect(patch === undefined ? from : applyPatch(from, patch)).toEqual(to);
      }),
    );
    fc.assert(fc.property(json, (same) => mergePatch(same, structuredClone(same)) === undefined));
  });
});

describe('an object covers what is wanted of it', () => {
  it.each([
    ['when the server has filled in more', { a: { b: 1, c: 2 } }, { a: { b: 1 } }, true],
    ['not when a value differs', { a: 1 }, { a: 2 }, false],
    ['not when a list has lost or gained an entry', { a: [1, 2] }, { a: [1] }, false],
    ['when entries of a list have more fields than wanted', { a: [{ n: 'x', d: 1 }] }, { a: [{ n: 'x' }] }, true],
    ['whatever an absent wish says', { a: 1 }, { a: undefined }, true],
  ])('%s', (_, actual, wanted, expected) => {
    expect(covers(actual, wanted)).toBe(expected);
  });
});

describe('generated credentials', () => {
  const game = { secrets: { rcon: { title: '', description: '', generate: 24 }, token: { title: '', description: '' } } };
  it('fill in what is missing, change nothing that is there, and leave to people what people give', () => {
    const bytes = (size: number) => new Uint8Array(size).map((_, index) => index * 7);
    const missing = missingCredentials(game as never, { rcon: 'kept' }, bytes);
    expect(Object.keys(missing)).toEqual(['agentToken']);
    expect(missing['agentToken']).toMatch(/^[A-Za-z0-9]{48}$/);
    expect(missingCredentials(game as never, { agentToken: 'x', rcon: '' }, bytes)['rcon']).toMatch(/^[A-Za-z0-9]{24}$/);
  });
});

describe('one’s own writes', () => {
  const object = (revision: string, label: string) => ({
    apiVersion: 'v1',
    kind: 'X',
    metadata: { name: 'a', namespace: 'n', resourceVersion: revision, labels: { [LABELS.server]: label } },
  });
  it('outrank an older cache, and give way to a newer one', () => {
    const cached = new Map([['n/a', object('5', 'old')]]);
    const fresh = new Freshest({ getByKey: (key: string) => cached.get(key) } as never);
    fresh.remember(object('7', 'written'));
    expect(fresh.get('n/a')).toEqual(object('7', 'written'));
    cached.set('n/a', object('12', 'newer'));
    expect(fresh.get('n/a')).toEqual(object('12', 'newer'));
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { missingCredentials } from '../workload/secret.ts';
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

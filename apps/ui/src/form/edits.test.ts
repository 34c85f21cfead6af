import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  conflictsOf,
  isSame,
  mergePatch,
  ownValue,
  patchOf,
  shownValue,
  specWith,
  unsettled,
  withEdit,
  withoutEdit,
  type Edits,
  type Spec,
} from './edits.ts';

const spec: Spec = { game: 'x', size: 'small', settings: { motd: 'hello', tags: ['a'] } };

/** RFC 7396, as the server applies it. */
function applyMergePatch(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const result: Record<string, unknown> = typeof target === 'object' && target !== null && !Array.isArray(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = applyMergePatch(result[key], value);
  }
  return result;
}

describe('entering a value', () => {
  it('lies over the spec and leaves it as it is', () => {
    const edits = withEdit(spec, {}, 'settings.motd', 'bye', 'A server');
    expect(shownValue(spec, edits, 'settings.motd', 'A server')).toBe('bye');
    expect(ownValue(spec, 'settings.motd')).toBe('hello');
    expect(specWith(spec, edits)).toEqual({ ...spec, settings: { motd: 'bye', tags: ['a'] } });
    expect(patchOf(spec, edits)).toEqual({ settings: { motd: 'bye' } });
  });

  it('that stands there anyway is no edit', () => {
    const edits = withEdit(spec, {}, 'settings.motd', 'bye', 'A server');
    expect(withEdit(spec, edits, 'settings.motd', 'hello', 'A server')).toEqual({});
    expect(withEdit(spec, {}, 'settings.maxPlayers', 20, 20)).toEqual({});
    expect(withEdit(spec, {}, 'settings.tags', ['a'], [])).toEqual({});
  });

  it('that is the default takes the field out of the spec', () => {
    const edits = withEdit(spec, {}, 'settings.motd', 'A server', 'A server');
    expect(patchOf(spec, edits)).toEqual({ settings: { motd: null } });
    expect(shownValue(spec, edits, 'settings.motd', 'A server')).toBe('A server');
  });

  it('of undefined goes back to the default, too', () => {
    expect(patchOf(spec, withEdit(spec, {}, 'size', undefined, 'tiny'))).toEqual({ size: null });
  });

  it('twice remembers what the spec said at the first time', () => {
    const once = withEdit(spec, {}, 'settings.motd', 'a', '');
    const later = { ...spec, settings: { motd: 'theirs' } };
    expect(withEdit(later, once, 'settings.motd', 'b', '')['settings.motd']).toEqual({ value: 'b', was: 'hello' });
  });

  it('where the spec has no such part yet makes one, and takes an emptied one away', () => {
    const edits = withEdit(spec, {}, 'resources.cpu', '2', '1');
    expect(patchOf(spec, edits)).toEqual({ resources: { cpu: '2' } });
    const ordered = specWith(spec, edits);
    expect(patchOf(ordered, withEdit(ordered, {}, 'resources.cpu', undefined, '1'))).toEqual({ resources: null });
  });

  it('can be taken back', () => {
    expect(withoutEdit(withEdit(spec, {}, 'size', 'large', 'tiny'), 'size')).toEqual({});
  });
});

describe('when somebody else changes the server meanwhile', () => {
  const edits = withEdit(spec, {}, 'settings.motd', 'mine', '');

  it('an edit of another field is kept and the other change with it', () => {
    const now = { ...spec, size: 'large' };
    expect(conflictsOf(now, edits)).toEqual(new Map());
    expect(specWith(now, edits)).toMatchObject({ size: 'large', settings: { motd: 'mine' } });
    expect(patchOf(now, edits)).toEqual({ settings: { motd: 'mine' } });
  });

  it('the same field is in conflict, and tells what it says now', () => {
    expect(conflictsOf({ ...spec, settings: { motd: 'theirs' } }, edits)).toEqual(new Map([['settings.motd', 'theirs']]));
    expect(conflictsOf({ ...spec, settings: {} }, edits)).toEqual(new Map([['settings.motd', undefined]]));
  });

  it('the same field with the same value settles the edit', () => {
    const now = { ...spec, settings: { motd: 'mine' } };
    expect(conflictsOf(now, edits)).toEqual(new Map());
    expect(unsettled(now, edits)).toEqual({});
    expect(unsettled(spec, edits)).toBe(edits);
  });
});

describe('a merge patch', () => {
  const json = fc.letrec<{ value: unknown; record: Record<string, unknown> }>((tie) => ({
    value: fc.oneof(
      fc.integer({ min: 0, max: 3 }),
      fc.constantFrom('a', 'b', ''),
      fc.boolean(),
      fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 3 }),
      tie('record'),
    ),
    record: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), tie('value'), { maxKeys: 4 }),
  })).record;

  it('leads from any object to any other', () => {
    fc.assert(
      fc.property(json, json, (from, to) => {
        expect(applyMergePatch(from, mergePatch(from, to))).toEqual(to);
      }),
    );
  });

  it('is empty between equal objects only', () => {
    fc.assert(
      fc.property(json, json, (from, to) => {
        expect(Object.keys(mergePatch(from, to)).length === 0).toBe(isSame(from, to));
      }),
    );
  });

  it('of any edits leads to the spec they show', () => {
    const paths = fc.constantFrom('size', 'settings.a', 'settings.b', 'settings.c', 'resources.cpu');
    const values = fc.oneof(fc.constantFrom('x', 'y', 1, true, undefined), fc.array(fc.integer(), { maxLength: 2 }));
    fc.assert(
      fc.property(fc.array(fc.tuple(paths, values), { maxLength: 12 }), (entered) => {
        const edits = entered.reduce<Edits>((so, [path, value]) => withEdit(spec, so, path, value, 'y'), {});
        expect(applyMergePatch(spec, patchOf(spec, edits))).toEqual(specWith(spec, edits));
        for (const path of Object.keys(edits))
          expect(shownValue(spec, edits, path, 'y')).toEqual(ownValue(specWith(spec, edits), path) ?? 'y');
      }),
    );
  });
});

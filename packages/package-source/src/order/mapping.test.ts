import { describe, expect, test } from 'vitest';
import { defineGame, type AnyGame } from '@gse/sdk';
import { z } from 'zod';
import { pond } from '../../test/pond.ts';
import { EditionError } from '../errors.ts';
import { orderMapping } from './mapping.ts';
import { orderNames } from './names.ts';

const meta = { group: 'Pond', title: 'T', description: 'd.', applies: 'restart' } as const;
const order = orderMapping(pond);

describe('names', () => {
  test('come from the id, or from the adapter where the id does not tell', () => {
    expect(orderNames({ id: 'duck-pond' })).toEqual({
      name: 'duck-pond-server',
      kind: 'DuckPondServer',
      singular: 'duckpondserver',
      plural: 'duckpondservers',
      prefix: 'duck-pond-server-',
    });
    expect(orderNames({ id: 'bigpond', orderKind: 'BigPondServer' })).toMatchObject({ kind: 'BigPondServer', plural: 'bigpondservers' });
  });
});

describe('an order', () => {
  test('that says nothing asks for what has to be agreed to, in one sentence', () => {
    expect(order.complaints({})).toEqual([
      {
        parameter: 'acceptRules',
        message: 'acceptRules must be true: read the Rules at https://example.org/rules, and accept it by setting this to true',
      },
    ]);
  });

  test('becomes a GameServer with what was asked for, and nothing else', () => {
    const values = {
      acceptRules: true,
      size: 'small',
      resources: { cpu: 2 },
      storageSize: '5Gi',
      exposure: 'NodePort',
      waitForEmpty: '30m',
      visitors: 20,
      greeting: 'a | b',
    };
    expect(order.complaints(values)).toEqual([]);
    expect(order.specOf(values)).toEqual({
      game: 'pond',
      resources: { cpu: 2 },
      storage: { size: '5Gi' },
      network: { type: 'NodePort' },
      disruption: { onlyWhenEmpty: { deadline: '30m' } },
      settings: { visitors: 20 },
      licences: [{ id: 'rules', accepted: true }],
    });
  });

  test('can be read back from a GameServer; who accepted and the lock of the provider stay where they are', () => {
    expect(
      order.valuesOf({
        game: 'pond',
        intent: 'Suspended',
        secretName: 'other',
        version: { pin: '2.0' },
        licences: [{ id: 'rules', accepted: true, acceptedBy: 'ann' }],
        settings: { ducks: ['white'], greeting: 'a | b' },
      }),
    ).toEqual({ acceptRules: true, version: '2.0', ducks: ['white'] });
    expect(order.valuesOf({ game: 'pond', licences: [{ id: 'rules', accepted: false }] })).toEqual({});
  });

  test('that says more than it may today holds up no change of anything else', () => {
    const old = { acceptRules: true, visitors: 51, resources: { cpu: 0, memory: '1Gi' }, waitForEmpty: '8760h' };
    const messages = (values: object): string[] => order.complaints({ ...old, ...values }, old).map(({ message }) => message);
    expect(messages({ state: 'Stopped', resources: { cpu: 0, memory: '2Gi' } })).toEqual([]);
    expect(messages({ acceptRules: false, visitors: 52, resources: { cpu: '1m' }, waitForEmpty: '8761h' })).toEqual([
      expect.stringMatching(/^acceptRules must be true: /),
      'resources.cpu must be an amount from 100m to 64',
      'waitForEmpty must be text that is a time such as 30m or 4h, up to 168h, or empty',
      'visitors must be a whole number from 1 to 50',
    ]);
    const unasked = { visitors: 5 };
    expect(order.complaints(unasked, unasked)).toHaveLength(1);
  });

  test('names every mistake, with what the value may be', () => {
    expect(
      order
        .complaints({ acceptRules: true, visitors: 51, resources: { cpu: 0, gpu: 1 }, ducks: ['pink'], fish: 1, waitForEmpty: '169h' })
        .map(({ message }) => message),
    ).toEqual([
      'fish is no parameter of this order',
      'resources.cpu must be an amount from 100m to 64',
      'resources must be an object with cpu, memory',
      'waitForEmpty must be text that is a time such as 30m or 4h, up to 168h, or empty',
      'visitors must be a whole number from 1 to 50',
      'ducks must be a list up to 3 entries, each one of white, grey',
    ]);
  });

  test('has what the platform puts beside it, which is no mistake', () => {
    expect(order.complaints({ acceptRules: true, _cluster: {}, _namespace: {}, global: {}, 'gse-lib': {} })).toEqual([]);
  });
});

describe('credentials', () => {
  const guarded = orderMapping(
    pondWith({
      secrets: {
        key: { title: 'Key', description: 'It is on the gate.' },
        gatePassword: { title: 'Gate', description: 'For visitors.', optional: true },
        keeper: { title: 'Keeper', description: 'Who keeps it.', optional: true, shown: true },
        own: { title: 'Own', description: 'Made by the platform.', generate: 32 },
      },
    }),
  );

  test('have names that forms hide, and go to the Secret by the names of the adapter', () => {
    const values = { acceptRules: true, keyToken: 'k', gatePassword: 'p', keeper: 'ann' };
    expect(guarded.complaints(values)).toEqual([]);
    expect(guarded.credentialsOf(values)).toEqual({ key: 'k', gatePassword: 'p', keeper: 'ann' });
    expect(
      guarded.valuesOf({ game: 'pond', licences: [{ id: 'rules', accepted: true }] }, { key: 'k', gatePassword: 'p', keeper: 'ann' }),
    ).toEqual(values);
    expect(JSON.stringify(guarded.specOf(values))).not.toContain('keyToken');
  });

  test('that the game cannot do without are asked for', () => {
    expect(guarded.complaints({ acceptRules: true })).toEqual([
      { parameter: 'keyToken', message: 'keyToken must be given: It is on the gate.' },
    ]);
  });
});

describe('a setting', () => {
  test('of a name that every order has gets another one', () => {
    const mapping = orderMapping(pondWith({ settings: z.object({ size: z.int().min(1).default(1).meta(meta) }) }));
    expect(mapping.specOf({ acceptRules: true, gameSize: 3 })).toMatchObject({ settings: { size: 3 } });
    expect(mapping.valuesOf({ game: 'pond', settings: { size: 3 } })).toEqual({ gameSize: 3 });
  });

  test.each([
    ['what no order can say', { depth: z.object({ m: z.int() }).default({ m: 1 }).meta(meta) }, 'pond: settings.depth is "object"'],
    ['a word of CEL', { namespace: z.string().default('').meta(meta) }, 'pond: namespace cannot be the name of a parameter'],
    [
      'the new name of another',
      { size: z.int().default(1).meta(meta), gameSize: z.int().default(1).meta(meta) },
      'pond: gameSize is the name of two parameters',
    ],
  ])('with %s is refused when the edition is made', (_, shape, problem) => {
    const game = pondWith({ settings: z.object(shape) });
    expect(() => orderMapping(game)).toThrow(EditionError);
    expect(() => orderMapping(game)).toThrow(problem);
  });

  test('says in the adapter’s own words what its pattern means', () => {
    const mapping = orderMapping(
      pondWith({
        settings: z.object({
          frog: z
            .string()
            .regex(/^[a-z]*$/, 'must be one word')
            .default('')
            .meta(meta),
        }),
      }),
    );
    expect(mapping.complaints({ acceptRules: true, frog: '1' })).toEqual([
      { parameter: 'frog', message: 'frog must be text that is one word' },
    ]);
  });
});

function pondWith(parts: Partial<AnyGame>): AnyGame {
  return defineGame({ ...pond, ...parts, files: () => [] });
}

import { games } from '@gse/catalog';
import { orderMapping, type OrderMapping, type Parameter } from '@gse/package-source';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dig, list } from '../../test/dig.ts';
import { World } from '../../test/world.ts';

/** What charts and admission policies say of an order is proven against a real API server elsewhere; here our own door says it. */
let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(async () => await world[Symbol.asyncDispose]());

describe.each(games.map((game) => ({ id: game.id, game, order: orderMapping(game) })))('$id', ({ game, order }) => {
  const licences = game.licences.map(({ id }) => ({ id, accepted: true }));
  const dryRun = async (spec: object, secrets: object = {}) =>
    await world.ask('POST', '/api/v1/servers?dryRun=true', {
      body: { name: 'judged', spec: { game: game.id, licences, ...spec }, secrets },
    });

  const inSpec = order.parameters.filter(({ target }) => target.to === 'spec');
  test.each(inSpec.flatMap((parameter) => badValues(parameter).map(([what, value]) => ({ name: parameter.name, what, value, parameter }))))(
    'a GameServer is refused in the words of an order: $name, $what',
    async ({ parameter, value }) => {
      if (parameter.target.to !== 'spec') return;
      const { status, body } = await dryRun(specWith(parameter.target.path, value));
      expect(status).toBe(422);
      // What only the provider may ask for is a value here, so the words are those of the GameServer's own schema.
      if (parameter.isNarrower) return;
      expect(list(body, 'error.details.problems').map((problem) => dig(problem, 'message'))).toEqual(
        complaintsOf(order, parameter, value).map(({ parameter: name, message }) => message.slice(name.length + 1)),
      );
    },
  );

  test('so is a change of one, and a bad value that is there already holds up no other', async () => {
    const name = `kept-${game.id}`;
    await world.server(name, { spec: { game: game.id, licences, resources: { cpu: '1m' } } });
    const change = async (spec: object) => await world.ask('PATCH', `/api/v1/servers/default/${name}`, { body: { spec } });
    expect(await change({ state: 'Stopped' })).toMatchObject({ status: 200 });
    expect(await change({ resources: { cpu: '2m' } })).toMatchObject({
      status: 422,
      body: { error: { path: 'spec.resources.cpu', message: 'spec.resources.cpu: must be an amount from 100m to 64' } },
    });
    expect(await change({ storage: { size: '1Gi' } })).toMatchObject({
      status: 422,
      body: { error: { path: 'spec.storage.size', message: 'spec.storage.size: may grow, never shrink' } },
    });
    expect(await change({ resources: null, storage: { size: '900Gi' } })).toMatchObject({ status: 200 });
  });

  test('credentials, licences and what nobody knows are refused in those words, too', async () => {
    for (const parameter of order.parameters) {
      const { name, target, rule } = parameter;
      if (target.to === 'credential') {
        for (const value of ['x'.repeat(5000), 7, ...(target.isNeeded ? [''] : [])]) {
          const [complaint] = complaintsOf(order, parameter, value);
          expect(dig((await dryRun({}, { [target.id]: value })).body, 'error')).toMatchObject({
            path: `secrets.${target.id}`,
            message: `secrets.${target.id}: ${complaint?.message.slice(name.length + 1)}`,
          });
        }
      }
      if (target.to === 'licence') {
        const answer = await dryRun({ licences: licences.filter(({ id }) => id !== target.id) });
        expect(dig(answer.body, 'error.code')).toBe('LicenceNotAccepted');
        expect(dig(answer.body, 'error.message')).toContain(`must be true: ${rule.type === 'switch' ? rule.needed : ''}`);
      }
    }
    expect(dig((await dryRun({ settings: { nonsense: 1 } })).body, 'error')).toMatchObject({
      path: 'spec.settings.nonsense',
      message: 'spec.settings.nonsense: is no setting of this game',
    });
  });

  test('everything that is wrong is told at once', async () => {
    const { body } = await dryRun({
      size: 'enormous',
      resources: { memory: 'much', cpu: 65 },
      version: { pin: '§' },
      settings: { nonsense: 1 },
    });
    expect(list(body, 'error.details.problems').map((problem) => dig(problem, 'path'))).toEqual(
      expect.arrayContaining(['spec.size', 'spec.resources.cpu', 'spec.resources.memory', 'spec.version.pin', 'spec.settings.nonsense']),
    );
  });
});

function complaintsOf(order: OrderMapping, { name }: Parameter, value: unknown) {
  return order.complaints({ [name]: value }).filter(({ parameter }) => parameter === name || parameter.startsWith(`${name}.`));
}

function specWith(path: readonly string[], value: unknown): object {
  return path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as object;
}

/** A value of a wrong type, and values beyond each limit. */
function badValues({ rule }: Parameter): (readonly [what: string, value: unknown])[] {
  switch (rule.type) {
    case 'switch':
      return [['no switch', 'yes']];
    case 'integer':
    case 'number':
      return [
        ['no number', 'many'],
        ...(rule.least === undefined ? [] : [['too small', rule.least - 1] as const]),
        ...(rule.most === undefined ? [] : [['too large', rule.most + 1] as const]),
      ];
    case 'choice':
      return [
        ['not among them', 'no such thing'],
        ['no text', 7],
      ];
    case 'quantity':
      return [
        ['no amount', 'much'],
        ['too little', '1m'],
        ['too much', '9000Ti'],
      ];
    case 'text':
      return [
        ['no text', 7],
        ...(rule.longest === undefined ? [] : [['too long', 'x'.repeat(rule.longest + 1)] as const]),
        ...(rule.pattern === undefined ? [] : [['another form', '\n\u0000"\\'] as const]),
      ];
    case 'list':
      return [
        ['no list', 'one'],
        ['a bad entry', [{}]],
      ];
    case 'group':
      return [
        ['no object', 'all'],
        ['an unknown field', { nonsense: 1 }],
        ...Object.keys(rule.of).map((field) => [`${field} of a wrong kind`, { [field]: 'much' }] as const),
      ];
  }
}

import type { AnyGame } from '@gse/sdk';
import { nothing, type Check } from '../check.ts';
import { messageOf, require, requireNone } from '../errors.ts';
import { patchesOf, planOrder } from '../server/order.ts';
import { makeSecrets } from '../server/secrets.ts';
import { svgProblems } from '../svg.ts';

/** What marketplace and platform read of a game before anything runs. */
export const factsChecks: readonly Check[] = [
  {
    id: 'identity',
    title: 'the game has an id, a title, a summary and tags fit for the marketplace',
    why: 'The game cannot be ordered by name, or nobody finds it.',
    look: 'definition.ts',
    run({ game, simulator }) {
      requireNone([
        ...(/^[a-z][a-z0-9-]{0,39}$/.test(game.id)
          ? []
          : [`the id ${JSON.stringify(game.id)} is not of small letters, figures and dashes`]),
        ...(game.title.trim() === '' ? ['there is no title'] : []),
        ...(/^.{10,200}[.!?]$/.test(game.summary) ? [] : [`the summary is not one sentence: ${JSON.stringify(game.summary)}`]),
        ...(game.tags.length > 0 ? [] : ['there are no tags']),
        ...(simulator.game === game.id ? [] : [`the simulator says that it is ${simulator.game}`]),
      ]);
    },
  },
  {
    id: 'icon',
    title: 'the icon is a well-formed SVG that loads and runs nothing',
    why: 'The catalogue shows a broken image, or a page runs what an icon brought along.',
    look: 'icon.ts',
    run({ game }) {
      requireNone(svgProblems(game.icon));
    },
  },
  {
    id: 'ports',
    title: 'exactly one exposed port is the one players type, and no two ports collide',
    why: 'People are shown an address at which nothing answers.',
    look: 'ports.ts',
    run({ game }) {
      const ports = Object.entries(game.ports);
      const primaries = ports.filter(([, { primary }]) => primary === true);
      require(primaries.length === 1, `${primaries.length} ports are primary; exactly one must be.`);
      const seen = new Map<string, string>();
      requireNone(
        ports.flatMap(([name, { number, protocols, exposed, primary, title }]) => [
          ...(/^[a-z0-9](?:[a-z0-9-]{0,13}[a-z0-9])?$/.test(name) && /[a-z]/.test(name)
            ? []
            : [`${name} cannot be the name of a port in Kubernetes (15 small letters, figures and dashes)`]),
          ...(Number.isInteger(number) && number >= 1024 && number <= 65_535
            ? []
            : [`${name} has number ${number}; without root 1024 to 65535 can be used`]),
          ...(protocols.length > 0 ? [] : [`${name} has no protocol`]),
          ...(primary === true && !exposed ? [`${name} is primary, but not exposed`] : []),
          ...(title.trim() === '' ? [`${name} has no title`] : []),
          ...protocols.flatMap((protocol) => {
            const other = seen.get(`${number}/${protocol}`);
            seen.set(`${number}/${protocol}`, name);
            return other === undefined ? [] : [`${name} and ${other} both have ${number}/${protocol}`];
          }),
        ]),
      );
    },
  },
  {
    id: 'connections',
    title: 'every connection names a declared port and a declared secret',
    why: 'The platform cannot reach the game, and nothing says why.',
    look: 'definition.ts',
    absent: ({ game }) => nothing(game.connections, 'the game has no connections'),
    run({ game }) {
      requireNone(
        Object.entries(game.connections).flatMap(([name, { port, secret }]) => [
          ...(Object.hasOwn(game.ports, port) ? [] : [`${name} names the port ${port}, which is not declared`]),
          ...(secret === undefined || Object.hasOwn(game.secrets, secret)
            ? []
            : [`${name} names the secret ${secret}, which is not declared`]),
          ...(secret === undefined || game.secrets[secret]?.generate !== undefined
            ? []
            : [`${name} needs the secret ${secret}, which the platform does not make: a server without it could not be managed`]),
        ]),
      );
    },
  },
  {
    id: 'pure-functions',
    title: 'workload and files give the same answer twice and leave what they are given alone',
    why: 'The operator sees a change where there is none and restarts a server full of players.',
    look: 'workload.ts',
    run({ game }) {
      const planned = freeze(planOrder(game));
      const secrets = freeze(makeSecrets(game, 'all'));
      const {
        spec,
        plan: { settings, version, memoryBytes },
      } = planned;
      const functions = {
        'workload()': () => game.workload({ spec, settings, version, memoryBytes }),
        'files()': () => patchesOf(game, planned, secrets),
        'check()': () => game.check?.(settings),
      };
      requireNone(
        Object.entries(functions).flatMap(([name, call]) => {
          try {
            return JSON.stringify(call()) === JSON.stringify(call()) ? [] : [`${name} answers differently the second time`];
          } catch (error) {
            return [`${name} fails on input that must not be changed: ${messageOf(error)}`];
          }
        }),
      );
    },
  },
  {
    id: 'licences',
    title: 'every licence has an id, words of its own and an address',
    why: 'Somebody is asked to agree to something that they cannot read.',
    look: 'licences.ts',
    absent: withoutLicences,
    run({ game }) {
      requireNone(
        game.licences.flatMap(({ id, title, summary, url }) => [
          ...(/^[a-z0-9][a-z0-9-]{0,79}$/.test(id) ? [] : [`the id ${JSON.stringify(id)} is not of small letters, figures and dashes`]),
          ...(title.trim() === '' ? [`${id} has no title`] : []),
          ...(/\S.*[.!?]$/s.test(summary) ? [] : [`${id}: its summary is no sentence`]),
          ...(/^https:\/\/[^\s/]+/.test(url) ? [] : [`${id}: ${url} is no https address`]),
        ]),
      );
      require(new Set(game.licences.map(({ id }) => id)).size === game.licences.length, 'Two licences have the same id.');
    },
  },
];

/** Why there is nothing to ask about licences. */
export function withoutLicences({ game }: { readonly game: AnyGame }): string | undefined {
  return nothing(game.licences, 'the game asks for no licence');
}

function freeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(freeze);
  }
  return value;
}

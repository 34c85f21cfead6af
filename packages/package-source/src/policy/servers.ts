import { GAME_SERVER_KIND, GROUP, VERSION } from '@gse/resources';
import type { AnyGame } from '@gse/sdk';
import type { OrderMapping } from '../order/mapping.ts';
import type { Parameter } from '../order/parameter.ts';
import { celText } from '../rule/cel.ts';
import { checksOf, unknownNames } from './checks.ts';
import { growth } from './growth.ts';
import { policy, type Check } from './policy.ts';

const spec = 'object.spec';

/**
 * Refuses a GameServer that asks for what its game does not have, whoever writes it: kubectl, a chart, the API. What is fixed
 * only after the first start, such as the StorageClass, is the operator's to tell.
 */
export function serverPolicy(game: AnyGame, order: OrderMapping): readonly object[] {
  const settings = order.parameters.flatMap(({ target }) =>
    target.to === 'spec' && target.path[0] === 'settings' ? [target.path[1] ?? ''] : [],
  );
  return policy({
    name: `gse-${order.name}-servers`,
    resource: { apiGroup: GROUP, version: VERSION, resource: GAME_SERVER_KIND.plural },
    conditions: [{ name: 'is-this-game', expression: `${spec}.game == ${celText(game.id)}` }],
    variables: [{ name: 'before', expression: `oldObject == null ? {} : dyn(oldObject.spec)` }],
    checks: order.parameters.flatMap((parameter) => checks(game, parameter)),
    more: [unknownNames(`${spec}.settings`, `has(${spec}.settings)`, settings, ['settings.', ' is no setting of this game'])],
  });
}

function checks(game: AnyGame, parameter: Parameter): readonly Check[] {
  const { target, rule, isNarrower } = parameter;
  // Credentials are in a Secret.
  if (target.to === 'credential' || isNarrower) return [];
  if (target.to === 'licence')
    return [
      {
        expression: `has(${spec}.licences) && ${spec}.licences.exists(licence, licence.id == ${celText(target.id)} && licence.accepted)`,
        message: `licences must have ${target.id} accepted: ${rule.type === 'switch' ? (rule.needed ?? '') : ''}`,
      },
    ];
  const parents = target.path.slice(0, -1);
  const field = target.path.at(-1) ?? '';
  const name = target.path.join('.');
  const exists = parents.map((_, at) => `has(${[spec, ...parents.slice(0, at + 1)].join('.')})`);
  return [
    ...checksOf(parameter, {
      name,
      parent: [spec, ...parents].join('.'),
      field,
      before: `variables.before${target.path.map((key) => `.?${key}`).join('')}`,
      ...(exists.length > 0 && { exists: exists.join(' && ') }),
    }),
    ...(parameter.mayOnlyGrow ? [{ expression: mayGrow(game, target.path), message: `${name} may grow, never shrink` }] : []),
  ];
}

function mayGrow(game: AnyGame, path: readonly string[]): string {
  const said = (object: string, fields: readonly string[]): string =>
    `dyn(${object}.spec)${fields.map((field) => `.?${field}`).join('')}.orValue("")`;
  return growth(game, { after: said('object', path), before: said('oldObject', path), sizeBefore: said('oldObject', ['size']) });
}

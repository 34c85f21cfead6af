import type { AnyGame } from '@gse/sdk';
import { MAX_SERVER_NAME } from '../order/names.ts';
import type { OrderMapping } from '../order/mapping.ts';
import { isAsked, type Parameter } from '../order/parameter.ts';
import { checksOf, unknownNames } from './checks.ts';
import { growth } from './growth.ts';
import { policy, type Check } from './policy.ts';

const spec = 'variables.spec';
const before = 'variables.before';

/** Refuses a bad order at the moment it is placed, before there is a release. The platform's API asks it, for kinds of its own. */
export function orderPolicy(game: AnyGame, order: OrderMapping): readonly object[] {
  const longest = MAX_SERVER_NAME - order.prefix.length;
  return policy({
    name: `gse-${order.name}-orders`,
    resource: { apiGroup: 'apps.cozystack.io', version: 'v1alpha1', resource: order.plural },
    conditions: [],
    variables: [
      { name: 'spec', expression: 'has(object.spec) ? object.spec : {}' },
      { name: 'before', expression: 'oldObject != null && has(oldObject.spec) ? oldObject.spec : {}' },
    ],
    checks: [
      {
        expression: `size(object.metadata.name) <= ${longest}`,
        message: `the name must be text up to ${longest} characters`,
      },
      ...order.parameters.flatMap((parameter) =>
        checksOf(parameter, {
          name: parameter.name,
          parent: spec,
          field: parameter.name,
          before: `${before}.?${parameter.name}`,
          isAsked: isAsked(parameter),
        }),
      ),
      ...order.parameters.flatMap((parameter) => lasting(game, parameter)),
    ],
    more: [
      unknownNames(
        spec,
        `type(${spec}) == map`,
        order.parameters.map(({ name }) => name),
        ['', ' is no parameter of this order'],
      ),
    ],
  });
}

function lasting(game: AnyGame, { name, isImmutable, mayOnlyGrow }: Parameter): readonly Check[] {
  const said = (object: string, field: string): string => `${object}.?${field}.orValue("")`;
  const [after, was] = [said(spec, name), said(before, name)];
  if (isImmutable) return [{ expression: `oldObject == null || ${after} == ${was}`, message: `${name} cannot change` }];
  if (mayOnlyGrow)
    return [
      { expression: growth(game, { after, before: was, sizeBefore: said(before, 'size') }), message: `${name} may grow, never shrink` },
    ];
  return [];
}

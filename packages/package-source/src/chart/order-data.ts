import type { AnyGame } from '@gse/sdk';
import { madeFrom } from '../edition.ts';
import { manifests } from '../manifest.ts';
import type { OrderMapping } from '../order/mapping.ts';
import type { Parameter } from '../order/parameter.ts';
import type { QuantityRule } from '../rule/rule.ts';
import { wordsOf } from '../rule/words.ts';

/** order.yaml: what gse-lib makes the objects of a server from. The same list is what `orderMapping` goes through. */
export function orderData(game: AnyGame, { kind, parameters }: OrderMapping): string {
  const [portName, port] = Object.entries(game.ports).find(([, { primary }]) => primary) ?? [];
  const data = {
    game: game.id,
    kind,
    port: { name: portName, number: port?.number, protocol: port?.protocols[0] },
    spec: parameters.flatMap(({ name, target, default: value }) =>
      target.to === 'spec' ? [{ name, path: [...target.path], default: value }] : [],
    ),
    licences: parameters.flatMap(({ name, target, rule }) =>
      target.to === 'licence' ? [{ name, id: target.id, refusal: `${name} must be ${wordsOf(rule)}` }] : [],
    ),
    credentials: parameters.flatMap(({ name, target, rule }) =>
      target.to === 'credential' ? [{ name, id: target.id, ...(target.isNeeded && { refusal: `${name} must be ${wordsOf(rule)}` }) }] : [],
    ),
    amounts: parameters.flatMap(amounts),
  };
  return `# ${madeFrom(game)}\n${manifests(data)}`;
}

/** Limits of quantities, which no JSON Schema can say. */
function amounts({ name, rule }: Parameter): object[] {
  const limits = (path: readonly string[], { least, most, mayBeEmpty }: QuantityRule): object => ({
    path: [...path],
    least,
    most,
    refusal: `${path.join('.')} must be ${wordsOf({ type: 'quantity', least, most, ...(mayBeEmpty && { mayBeEmpty }) })}`,
  });
  if (rule.type === 'quantity') return [limits([name], rule)];
  if (rule.type !== 'group') return [];
  return Object.entries(rule.of).flatMap(([key, field]) => (field.rule.type === 'quantity' ? [limits([name, key], field.rule)] : []));
}

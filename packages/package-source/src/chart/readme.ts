import type { AnyGame } from '@gse/sdk';
import { madeFrom } from '../edition.ts';
import type { OrderMapping } from '../order/mapping.ts';
import type { Parameter } from '../order/parameter.ts';
import { code, section, table } from '../reference/markdown.ts';
import { wordsOf } from '../rule/words.ts';
import { describe } from './values-schema.ts';

/** The page of an application chart: how to order one, and every parameter. */
export function chartReadme(game: AnyGame, order: OrderMapping): string {
  const needed = order.parameters.filter(isNeeded);
  const sections = Map.groupBy(order.parameters, (parameter) => parameter.section);
  return `${[
    `<!-- ${madeFrom(game)} -->`,
    `# ${game.title} server`,
    game.summary,
    section(
      '## Order one',
      [
        '```yaml',
        'apiVersion: apps.cozystack.io/v1alpha1',
        `kind: ${order.kind}`,
        'metadata:',
        '  name: my-server',
        '  namespace: tenant-example',
        ...(needed.length === 0
          ? ['spec: {}']
          : ['spec:', ...needed.map(({ name, rule }) => `  ${name}: ${rule.type === 'switch' ? 'true' : '…'}`)]),
        '```',
      ].join('\n'),
      needed.length === 0
        ? 'A name is enough; everything else has a default.'
        : `Beside a name it needs ${needed.map(({ name }) => code(name)).join(' and ')}; everything else has a default.`,
    ),
    section(
      '## Parameters',
      ...[...sections].map(([title, parameters]) =>
        section(
          `### ${title}`,
          table(
            ['Name', 'Description', 'May be', 'Value'],
            parameters.map((parameter) => [
              code(parameter.name),
              describe(parameter),
              parameter.rule.type === 'text' && parameter.rule.needed !== undefined ? 'text' : wordsOf(parameter.rule),
              code(JSON.stringify(parameter.default)),
            ]),
          ),
        ),
      ),
    ),
  ].join('\n\n')}\n`;
}

function isNeeded({ target }: Parameter): boolean {
  return target.to === 'licence' || (target.to === 'credential' && target.isNeeded);
}

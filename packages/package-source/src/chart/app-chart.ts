import type { AnyGame } from '@gse/sdk';
import { madeFrom, type EditionFiles, type EditionInfo } from '../edition.ts';
import type { OrderMapping } from '../order/mapping.ts';
import { chartYaml } from './chart-yaml.ts';
import { orderData } from './order-data.ts';
import { chartReadme } from './readme.ts';
import { chartTemplates } from './templates.ts';
import { valuesSchema } from './values-schema.ts';
import { valuesYaml } from './values-yaml.ts';

/** Where the chart finds gse-lib in a checkout. In the artifact the platform puts a copy there. */
const LIBRARY_LINK = '../../../library/gse-lib';

/** The application chart of a game: `apps/<game>-server`. */
export function appChart(game: AnyGame, order: OrderMapping, { version }: EditionInfo): { files: EditionFiles; links: EditionFiles } {
  const folder = `apps/${order.name}`;
  return {
    files: new Map([
      [
        `${folder}/Chart.yaml`,
        chartYaml(madeFrom(game), {
          name: order.name,
          description: `${game.title} server. ${game.summary}`,
          version,
          dependencies: [{ name: 'gse-lib', repository: 'file://../../library/gse-lib' }],
        }),
      ],
      [`${folder}/values.yaml`, valuesYaml(game, order.parameters)],
      [`${folder}/values.schema.json`, `${JSON.stringify(valuesSchema(order.parameters), undefined, 2)}\n`],
      [`${folder}/README.md`, chartReadme(game, order)],
      [`${folder}/order.yaml`, orderData(game, order)],
      [`${folder}/logos/${order.name}.svg`, `${game.icon.trim()}\n`],
      [`${folder}/.helmignore`, '/logos\n'],
      ...[...chartTemplates(game)].map(([file, content]) => [`${folder}/templates/${file}`, content] as const),
    ]),
    links: new Map([[`${folder}/charts/gse-lib`, LIBRARY_LINK]]),
  };
}

import type { AnyGame } from '@gse/sdk';
import { appChart } from './chart/app-chart.ts';
import { chartYaml } from './chart/chart-yaml.ts';
import { rdChart } from './definition/rd-chart.ts';
import type { EditionFiles, EditionInfo } from './edition.ts';
import { monitoringFiles } from './monitoring/monitoring-files.ts';
import { orderMapping } from './order/mapping.ts';
import { packageSource } from './source/package-source.ts';

/** Everything below `charts/` that is made from adapters: a path and what stands there, or where a link there points. */
export interface Edition {
  readonly files: EditionFiles;
  readonly links: EditionFiles;
}

/**
 * The edition of these games: their application charts, what registers them with the platform, and the PackageSource.
 *
 * @throws EditionError where an adapter says something that an order cannot say
 */
export function editionOf(games: readonly AnyGame[], info: EditionInfo): Edition {
  const files = new Map<string, string>();
  const links = new Map<string, string>();
  const orders = games.map((game) => ({ game, order: orderMapping(game) }));
  for (const { game, order } of orders) {
    const chart = appChart(game, order, info);
    for (const [path, content] of [...chart.files, ...rdChart(game, order, info)]) files.set(path, content);
    for (const [path, target] of chart.links) links.set(path, target);
  }
  files.set(
    'library/gse-lib/Chart.yaml',
    chartYaml('Made by `pnpm gen`; the templates are not.', {
      name: 'gse-lib',
      description: 'What the application charts of every game share',
      version: info.version,
      type: 'library',
    }),
  );
  files.set('core/platform/sources/gse.yaml', packageSource(orders.map(({ order }) => order)));
  for (const [path, content] of monitoringFiles(games)) files.set(path, content);
  return { files, links };
}

import type { AnyGame } from '@gse/sdk';
import type { EditionFiles } from '../edition.ts';
import { dashboardJson } from './grafana.ts';
import { providerDashboard } from './provider-dashboard.ts';
import { alertRules } from './rules.ts';
import { gameDashboard, tenantDashboard } from './tenant-dashboards.ts';

/** Where the chart has what is made here. */
const FOLDER = 'system/gse-monitoring/files';

/** Alerts and dashboards of the edition, by their path below `charts/`. */
export function monitoringFiles(games: readonly AnyGame[]): EditionFiles {
  const dashboards = [providerDashboard, tenantDashboard, ...games.map((game) => gameDashboard(game))];
  return new Map([
    [`${FOLDER}/alerts.yaml`, alertRules()],
    ...dashboards.map((dashboard) => [`${FOLDER}/dashboards/${dashboard.uid}.json`, dashboardJson(dashboard)] as const),
  ]);
}

import { manifests } from '../manifest.ts';
import type { Alert } from './alert.ts';
import { serverAlerts } from './server-alerts.ts';
import { systemAlerts } from './system-alerts.ts';

/** Stands for the address of the runbooks; the chart puts its own in. */
const RUNBOOKS = '__RUNBOOKS__';

/** Every alert of the edition. */
export const alerts: readonly Alert[] = [...serverAlerts, ...systemAlerts];

/** The alerts as Prometheus and VictoriaMetrics read them alike: the groups of a rule file. */
export function alertRules(): string {
  const group = (name: string, members: readonly Alert[]): object => ({ name, rules: members.map(rule) });
  return `# Made by \`pnpm gen\`. Change packages/package-source/src/monitoring, not this file.\n${manifests({
    groups: [group('gse-servers', serverAlerts), group('gse-system', systemAlerts)],
  })}`;
}

function rule({ name, severity, holds, expr, about, summary }: Alert): object {
  return {
    alert: name,
    expr,
    for: holds,
    labels: { severity, service: 'gse', exported_instance: about },
    annotations: { summary, runbook_url: `${RUNBOOKS}#${name.toLowerCase()}` },
  };
}

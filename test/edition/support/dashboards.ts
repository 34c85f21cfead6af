import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHARTS } from './helm.ts';

const FOLDER = join(CHARTS, 'system/gse-monitoring/files/dashboards');

/** What is looked at of a dashboard. */
export interface DashboardFile {
  readonly uid: string;
  readonly schemaVersion: number;
  readonly templating: { readonly list: readonly { readonly name: string; readonly definition?: string }[] };
  readonly panels: readonly {
    readonly id: number;
    readonly type: string;
    readonly title: string;
    readonly datasource?: object;
    readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
    readonly targets?: readonly { readonly expr: string; readonly datasource: object }[];
  }[];
}

/** Every dashboard of the edition. */
export const dashboards: readonly DashboardFile[] = readdirSync(FOLDER).map(
  (file) => JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as DashboardFile,
);

/** What a dashboard asks for, with Grafana's own words filled in as Grafana does. */
export function expressionsOf({ templating, panels }: DashboardFile): readonly string[] {
  const asked = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
  const choices = templating.list.flatMap(({ definition = '' }) => /^label_values\((.*), \w+\)$/.exec(definition)?.[1] ?? []);
  return [...asked, ...choices].map((expr) => expr.replaceAll('$__rate_interval', '2m').replace(/\$(?:namespace|server|game)\b/g, '.+'));
}

/** Names of the figures in an expression. */
export function metricsIn(expression: string): readonly string[] {
  const bare = expression
    .replace(/\{[^{}]*\}/g, '{}')
    .replace(/"[^"]*"/g, '')
    .replace(/\b(?:by|on|group_left|group_right|without|ignoring) ?\([^)]*\)/g, '');
  // What is followed by a parenthesis is a function; what is one word is an operator.
  return [...bare.matchAll(/\b([a-z_][a-z0-9_]*)\b(?! ?\()/g)].flatMap(([, name = '']) =>
    name.includes('_') || name === 'up' ? [name] : [],
  );
}

/** One line of a panel: an expression, and what its series are called. */
export interface Query {
  readonly expr: string;
  readonly legend: string;
}

/** One panel, before it has its place. */
export interface Panel {
  readonly kind: 'timeseries' | 'stat' | 'table';
  readonly title: string;
  /** What it shows, and what it means when it looks wrong. */
  readonly description?: string | undefined;
  readonly unit?: string | undefined;
  /** Of 24. */
  readonly width: number;
  readonly height: number;
  readonly queries: readonly Query[];
  /** Series on top of each other, for parts of a whole. */
  readonly isStacked?: boolean;
  /** Highest value of the axis, where it has one by nature. */
  readonly most?: number;
}

/** Panels under a heading. */
export interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

/** A choice above the panels: the values of a label. */
export interface Choice {
  readonly name: string;
  readonly title: string;
  /** Series whose label is looked at. */
  readonly of: string;
}

/** One dashboard. */
export interface Dashboard {
  /** Stays the same for ever: links and bookmarks lead to it. At most 40 characters. */
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly choices: readonly Choice[];
  readonly rows: readonly Row[];
}

const SCHEMA_VERSION = 39;
const COLUMNS = 24;
/** Whatever Prometheus-like source the reader has chosen; its name differs from cluster to cluster. */
const SOURCE = { type: 'prometheus', uid: '${datasource}' };

/** The dashboard as Grafana stores it. */
export function dashboardJson({ uid, title, description, tags, choices, rows }: Dashboard): string {
  const dashboard = {
    uid,
    title,
    description,
    tags: ['gse', ...tags],
    schemaVersion: SCHEMA_VERSION,
    version: 1,
    editable: false,
    graphTooltip: 1,
    refresh: '30s',
    time: { from: 'now-6h', to: 'now' },
    timezone: 'browser',
    annotations: { list: [] },
    links: [],
    templating: { list: [sourceChoice, ...choices.map(labelChoice)] },
    panels: placed(rows),
  };
  return `${JSON.stringify(dashboard, undefined, 2)}\n`;
}

const sourceChoice = { name: 'datasource', label: 'Data source', type: 'datasource', query: 'prometheus', hide: 0, refresh: 1 };

function labelChoice({ name, title, of }: Choice): object {
  const query = `label_values(${of}, ${name})`;
  return {
    name,
    label: title,
    type: 'query',
    datasource: SOURCE,
    definition: query,
    query: { query, refId: name },
    refresh: 2,
    sort: 1,
    multi: true,
    includeAll: true,
    allValue: '.+',
    current: { selected: true, text: ['All'], value: ['$__all'] },
    hide: 0,
  };
}

/** From left to right, and on below where a line is full. */
function placed(rows: readonly Row[]): readonly object[] {
  const result: object[] = [];
  let y = 0;
  const id = (): number => result.length + 1;
  for (const row of rows) {
    result.push({ id: id(), type: 'row', title: row.title, collapsed: false, gridPos: { x: 0, y, w: COLUMNS, h: 1 }, panels: [] });
    y += 1;
    let x = 0;
    let height = 0;
    for (const panel of row.panels) {
      if (x + panel.width > COLUMNS) {
        y += height;
        x = 0;
        height = 0;
      }
      result.push({ id: id(), ...panelJson(panel), gridPos: { x, y, w: panel.width, h: panel.height } });
      x += panel.width;
      height = Math.max(height, panel.height);
    }
    y += height;
  }
  return result;
}

function panelJson({ kind, title, description = '', unit = 'short', queries, isStacked = false, most }: Panel): object {
  return {
    type: kind,
    title,
    description,
    datasource: SOURCE,
    targets: queries.map(({ expr, legend }, at) => ({
      refId: String.fromCharCode('A'.charCodeAt(0) + at),
      datasource: SOURCE,
      expr,
      legendFormat: legend,
      ...(kind === 'timeseries' ? {} : { instant: true, range: false }),
      ...(kind === 'table' && { format: 'table' }),
    })),
    fieldConfig: {
      defaults: {
        unit,
        min: unit === 'dateTimeFromNow' ? undefined : 0,
        ...(most !== undefined && { max: most }),
        // A gap is shown as one: what is not known is not drawn.
        custom:
          kind === 'timeseries'
            ? { spanNulls: false, fillOpacity: isStacked ? 30 : 5, stacking: { mode: isStacked ? 'normal' : 'none' } }
            : {},
      },
      overrides: [],
    },
    options: OPTIONS[kind],
    ...(kind === 'table' && { transformations: [{ id: 'organize', options: { excludeByName: { Time: true, Value: true } } }] }),
  };
}

const OPTIONS: Readonly<Record<Panel['kind'], object>> = {
  timeseries: { legend: { displayMode: 'list', placement: 'bottom', showLegend: true }, tooltip: { mode: 'multi', sort: 'desc' } },
  stat: { reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false }, colorMode: 'none', graphMode: 'none' },
  table: { showHeader: true },
};

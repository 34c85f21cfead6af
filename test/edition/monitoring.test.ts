import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { games } from '@gse/catalog';
import { controlPlaneProblem, findPrograms } from '@gse/control-plane';
import { alerts } from '@gse/package-source';
import { CHARTS, Helm } from './support/helm.ts';
import { dashboards, expressionsOf } from './support/dashboards.ts';
import { Promtool, promtoolProblem } from './support/promtool.ts';
import { namesIn, timeline, without, type Timeline } from './support/timeline.ts';
import { troubles } from './support/troubles.ts';
import { at, ready, running, scrapes, wellSystem, type ServerState } from './support/world-of-series.ts';

const problem = promtoolProblem();
const helmProblem = controlPlaneProblem();
const FILES = join(CHARTS, 'system/gse-monitoring/files');
const RUNBOOKS = 'https://example.org/runbooks';
const rules = readFileSync(join(FILES, 'alerts.yaml'), 'utf8').replaceAll('__RUNBOOKS__', RUNBOOKS);
const runbooks = readFileSync(join(CHARTS, '../docs/guides/runbooks.md'), 'utf8');
const names = alerts.map(({ name }) => name);

/** Minutes; longer than anything has to hold, but for what has to hold a day. */
const LONG = 60;
/** Minutes after which nothing is left of figures in any expression that is not about hours. */
const GONE = 15;
const TWO_HOURS = 120;

const worldOf = (minutes: number, server: (minute: number) => ServerState | undefined): Timeline =>
  timeline(minutes, (minute) => scrapes(server(minute), wellSystem(minute)));

/** No alert fires in any of these minutes. */
const silence = (minutes: readonly number[], which: readonly string[] = names) =>
  which.flatMap((alert) => minutes.map((atMinute) => ({ alert, atMinute, fires: [] })));

const everyMinute = (from: number, to: number): readonly number[] => Array.from({ length: to - from }, (_, index) => from + index);

describe('the alerts', () => {
  test('each has a runbook with what players notice, what to look at and what to do', () => {
    for (const { name } of alerts) {
      const section = new RegExp(`^## ${name}\\n([\\s\\S]*?)(?=^## |$(?![\\s\\S]))`, 'm').exec(runbooks)?.[1] ?? '';
      for (const part of ['**Players notice**', '**Look at**', '**Do**']) expect(section, `${name}: ${part}`).toContain(part);
    }
    const sections = [...runbooks.matchAll(/^## (G(?:ameServer|se)\w+)$/gm)].map(([, name]) => name);
    expect(sections.toSorted()).toEqual(names.toSorted());
  });

  test('each says what it is about, so that the platform’s Alerta keeps two of one name apart', () => {
    for (const { alert, labels } of troubles) {
      const { about = '' } = alerts.find(({ name }) => name === alert) ?? {};
      const named = [...about.matchAll(/\{\{ \$labels\.(\w+) \}\}/g)].map(([, label]) => label);
      // A server has one game.
      const apart = Object.keys(labels).filter((label) => label !== 'game');
      expect(named.toSorted(), alert).toEqual(apart.toSorted());
    }
  });

  test('each has a trouble in which it is tested to fire', () => {
    expect([...new Set(troubles.map(({ alert }) => alert))].toSorted()).toEqual(names.toSorted());
  });
});

describe.skipIf(problem !== undefined)(`the alerts, judged by promtool${problem ? ` (skipped: ${problem})` : ''}`, () => {
  let promtool: Promtool;
  beforeAll(() => {
    promtool = new Promtool(rules);
  });
  afterAll(() => promtool?.[Symbol.dispose]());

  test.each(troubles)('$alert fires when $what', async ({ alert, firesAt, labels, server = running, system = wellSystem }) => {
    const { severity, summary, about } = alerts.find(({ name }) => name === alert) ?? { severity: '', summary: '', about: '' };
    const filled = (words: string): string => words.replace(/\{\{ \$labels\.(\w+) \}\}/g, (_, label: string) => labels[label] ?? '');
    const series = timeline(firesAt + 1, (minute) => scrapes(server(minute), system(minute)));
    await promtool.expect(series, [
      {
        alert,
        atMinute: firesAt,
        fires: [
          {
            labels: { alertname: alert, severity, service: 'gse', exported_instance: filled(about), ...labels },
            annotations: {
              summary: filled(summary),
              runbook_url: `${RUNBOOKS}#${alert.toLowerCase()}`,
            },
          },
        ],
      },
    ]);
  });

  test('none fires while all is well, for a day', async () => {
    const day = 25 * 60;
    await promtool.expect(worldOf(day + 1, running), silence([1, 5, 30, TWO_HOURS, day]));
  });

  test('none fires while another operator takes over', async () => {
    const series = timeline(TWO_HOURS, (minute) =>
      scrapes(running(), wellSystem(minute), minute < 60 ? 'gse-operator-1' : 'gse-operator-2'),
    );
    await promtool.expect(series, silence(everyMinute(55, 70)));
  });

  test('none fires on missing data: where nothing is scraped, and whichever figure is not', async () => {
    await promtool.expect(new Map(), silence([LONG]));
    const well = worldOf(LONG, running);
    for (const name of namesIn(well)) await promtool.expect(without(name, well), silence([LONG - 1]));
  });

  test('none goes on firing once its figures are no longer scraped', async () => {
    for (const { alert, firesAt, server = running, system = wellSystem } of troubles.filter((trouble) => trouble.firesAt < 400)) {
      const minutes = firesAt + GONE;
      const series = timeline(minutes, (minute) => (minute > firesAt ? [] : scrapes(server(minute), system(minute))));
      await promtool.expect(series, silence([minutes - 1], [alert]));
    }
  });

  test('none fires for a server that a person has stopped, whatever was the matter with it', async () => {
    await promtool.expect(
      worldOf(TWO_HOURS, () => stopped(running())),
      silence([5, 30, TWO_HOURS - 1]),
    );
    for (const { alert, firesAt, server } of troubles) {
      if (server === undefined) continue;
      const series = worldOf(firesAt + 2, (minute) => stopped(server(minute)));
      await promtool.expect(series, silence([firesAt, firesAt + 1], [alert]));
    }
  });

  test('none fires while a person stops a server, with its notice to players', async () => {
    await promtool.expect(worldOf(TWO_HOURS, stopping), silence(everyMinute(25, 60)));
  });

  test('none fires during an announced restart, however long the notice', async () => {
    await promtool.expect(worldOf(TWO_HOURS, restarting), silence(everyMinute(25, TWO_HOURS)));
  });

  test('a server that waits for whoever ordered it is no alert', async () => {
    const waiting = (): ServerState => ({
      status: { phase: 'Pending', reason: { code: 'LicenceNotAccepted', message: '' }, conditions: [ready('False')] },
    });
    await promtool.expect(worldOf(TWO_HOURS, waiting), silence([TWO_HOURS - 1]));
  });
});

describe.skipIf(helmProblem !== undefined)(`the chart${helmProblem ? ` (skipped: ${helmProblem})` : ''}`, () => {
  const helm = new Helm(findPrograms()?.helm ?? '');
  afterAll(() => helm[Symbol.dispose]());

  async function kinds(values: object, ...versions: readonly string[]): Promise<readonly string[]> {
    const has = versions.flatMap((version) => ['--api-versions', version]);
    const manifests = await helm.template(join(CHARTS, 'system/gse-monitoring'), 'gse-monitoring', values, ...has);
    return [...new Set(manifests.map(({ kind }) => kind))].toSorted();
  }
  const platform = (enabled: string): object => ({ _cluster: { 'monitoring-enabled': enabled } });
  const theirs = ['GrafanaDashboard', 'VMPodScrape', 'VMRule'];

  test('takes the platform at its word that it monitors: its kinds may come later, and nobody would render this again', async () => {
    expect(await kinds(platform('true'))).toEqual(theirs);
    expect(await kinds(platform('true'), 'monitoring.coreos.com/v1')).toEqual(theirs);
  });

  test('goes by the kinds of the cluster where nobody says that there is monitoring', async () => {
    for (const values of [{}, platform('false')]) {
      expect(await kinds(values)).toEqual(['ConfigMap']);
      expect(await kinds(values, 'monitoring.coreos.com/v1')).toEqual(['ConfigMap', 'PodMonitor', 'PrometheusRule']);
      expect(await kinds(values, 'operator.victoriametrics.com/v1beta1', 'grafana.integreatly.org/v1beta1')).toEqual(theirs);
    }
  });
});

describe('the dashboards', () => {
  test('there is one for the provider, one for tenants and one for each game, and no other', () => {
    expect(readdirSync(join(FILES, 'dashboards')).toSorted()).toEqual(
      ['gse-provider.json', 'gse-tenant.json', ...games.map(({ id }) => `gse-game-${id}.json`)].toSorted(),
    );
  });

  test.each(dashboards)('$uid has what Grafana needs, names no source of data, and lets choose where', (dashboard) => {
    expect(dashboard.uid).toMatch(/^[a-z0-9-]{1,40}$/);
    expect(dashboard.schemaVersion).toBeGreaterThanOrEqual(36);
    const choices = dashboard.templating.list.map(({ name }) => name);
    expect(choices).toEqual(['datasource', 'namespace', dashboard.uid === 'gse-provider' ? 'game' : 'server']);
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
    const taken = new Set<string>();
    for (const { title, type, datasource, targets, gridPos } of dashboard.panels) {
      expect(title).not.toBe('');
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++)
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect(x).toBeLessThan(24);
          expect(taken.has(`${x},${y}`), `${title} lies on another panel`).toBe(false);
          taken.add(`${x},${y}`);
        }
      if (type === 'row') continue;
      expect(datasource).toEqual({ type: 'prometheus', uid: '${datasource}' });
      for (const target of targets ?? []) expect(target.datasource).toEqual(datasource);
    }
  });

  test('every figure of a game has its panel, under its own name', () => {
    for (const { id, metricList = [] } of games) {
      const dashboard = dashboards.find(({ uid }) => uid === `gse-game-${id}`);
      const titles = dashboard?.panels.map(({ title }) => title) ?? [];
      expect(titles).toEqual(expect.arrayContaining(metricList.map(({ title }) => title)));
      expect(metricList.length, id).toBeGreaterThan(0);
    }
  });

  test.skipIf(problem !== undefined)(`every expression is one${problem ? ` (skipped: ${problem})` : ''}`, async () => {
    using promtool = new Promtool(rules);
    await promtool.parse(dashboards.flatMap((dashboard) => expressionsOf(dashboard)));
  });
});

/** What is left of a server when a person stops it: its record, but no pod. */
function stopped(server: ServerState): ServerState {
  const { conditions: _, health: _health, ...status } = server.status;
  return { spec: { state: 'Stopped' }, status: { ...status, phase: 'Stopped', health: 'Unknown', conditions: [ready('False')] } };
}

/** At minute 30 a person stops the server; players have ten minutes. */
function stopping(minute: number): ServerState {
  const well = running();
  if (minute < 30) return well;
  const operation = {
    spec: { type: 'stop' as const },
    status: { phase: 'Running' as const, disruptsAt: at(40), step: minute < 40 ? 'countdown' : 'stop', deadline: at(44) },
    madeAt: 30,
  };
  const wish = { spec: { state: 'Stopped' as const }, operation };
  if (minute < 40) return { ...well, ...wish };
  if (minute < 42)
    return {
      ...well,
      ...wish,
      status: { ...well.status, phase: 'Stopping', conditions: [ready('False')] },
      agent: { report: { drain: { state: 'saving' } } },
    };
  return stopped(well);
}

/** At minute 30 a restart is announced; it happens at 60, and takes five minutes. */
function restarting(minute: number): ServerState {
  const well = running();
  if (minute < 30 || minute >= 65) return well;
  const step = minute < 60 ? 'countdown' : minute < 62 ? 'stop' : 'start';
  const operation = {
    spec: { type: 'restart' as const },
    status: { phase: 'Running' as const, startedAt: at(30), disruptsAt: at(60), step, deadline: at(70) },
    madeAt: 30,
  };
  if (step === 'countdown') return { ...well, operation };
  const down = { conditions: [ready('False')], players: { known: false }, health: 'Unknown' as const };
  if (step === 'stop')
    return {
      ...well,
      operation,
      status: { ...well.status, ...down, phase: 'Stopping' },
      agent: { report: { drain: { state: 'saving' }, game: { process: 'up', health: 'Unknown' } } },
    };
  return {
    ...well,
    operation,
    status: { ...well.status, ...down, phase: 'Starting', health: 'Starting' },
    agent: { report: { game: { process: 'starting', health: 'Starting' } }, figures: { saves: { saved: 0, failed: 0, last: undefined } } },
  };
}

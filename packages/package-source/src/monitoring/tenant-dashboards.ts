import { exportedMetricName, type AnyGame } from '@gse/sdk';
import type { Dashboard, Panel } from './grafana.ts';
import { curves, stat } from './panels.ts';
import { shown } from './units.ts';

const CHOSEN = 'namespace=~"$namespace", server=~"$server"';
const OF_SERVER = '{{server}}';
const each = (name: string, match = ''): string => `max by (namespace, server) (gse_${name}{${CHOSEN}${match}})`;

/** What agents tell of every server, whatever its game. A tenant's own monitoring has nothing else. */
function servers(match: string): readonly Panel[] {
  return [
    stat('Games that answer', `sum(${each('game_up', match)})`),
    stat('Servers that run', `count(${each('game_up', match)})`),
    stat('Players online', `sum(${each('players_online', match)})`, {
      description: 'Of servers whose players are known; unknown is not zero.',
    }),
    stat('Saves that failed today', `sum(increase(gse_saves_total{${CHOSEN}${match}, result="failed"}[24h]))`),
    stat('Being stopped', `sum(${each('draining', match)})`),
    stat('Simulated', `sum(${each('simulated', match)})`, { description: 'Servers in which no real game runs.' }),
    curves('Players online', { expr: each('players_online', match), legend: OF_SERVER }, { description: 'A gap: the game did not say.' }),
    curves('Health', {
      expr: `max by (namespace, server, state) (gse_game_health{${CHOSEN}${match}}) == 1`,
      legend: '{{server}} {{state}}',
    }),
    curves(
      'Volume in use',
      {
        expr: `1 - min by (namespace, server) (gse_world_disk_free_bytes{${CHOSEN}${match}} / gse_world_disk_size_bytes{${CHOSEN}${match}})`,
        legend: OF_SERVER,
      },
      { unit: 'percentunit', most: 1 },
    ),
    curves(
      'Lines of the log',
      { expr: `max by (namespace, server) (rate(gse_log_lines_total{${CHOSEN}${match}}[$__rate_interval]))`, legend: OF_SERVER },
      { unit: 'cps' },
    ),
  ];
}

const choices = (of: string): Dashboard['choices'] => [
  { name: 'namespace', title: 'Namespace', of: `gse_game_up{${of}}` },
  { name: 'server', title: 'Server', of: `gse_game_up{${[of, 'namespace=~"$namespace"'].filter(Boolean).join(', ')}}` },
];

/** For a tenant: the servers of its namespace, of any game. */
export const tenantDashboard: Dashboard = {
  uid: 'gse-tenant',
  title: 'Game servers',
  description: 'Your game servers: who plays, how the games are, what room they have.',
  tags: ['tenant'],
  choices: choices(''),
  rows: [{ title: 'Servers', panels: servers('') }],
};

/** For whoever runs servers of one game: what every server has, and the figures of this game. */
export function gameDashboard(game: Pick<AnyGame, 'id' | 'title' | 'metricList'>): Dashboard {
  const figures = (game.metricList ?? []).map(({ name, title }) => {
    const { expr, unit } = shown(name, `${exportedMetricName(game.id, name)}{${CHOSEN}}`);
    return curves(title, { expr, legend: OF_SERVER }, { unit, width: 8 });
  });
  return {
    uid: `gse-game-${game.id}`.slice(0, 40),
    title: `Game servers: ${game.title}`,
    description: `Servers of ${game.title}, with the figures that the game itself tells.`,
    tags: ['game', game.id],
    choices: choices(`game="${game.id}"`),
    rows: [
      { title: 'Servers', panels: servers(`, game="${game.id}"`) },
      ...(figures.length > 0 ? [{ title: `What ${game.title} tells`, panels: figures }] : []),
    ],
  };
}

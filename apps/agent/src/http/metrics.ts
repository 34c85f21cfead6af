import type { AgentReport } from '@gse/agent-client';
import type { MetricSample } from '@gse/sdk';

/** Figures of the agent itself. */
export interface AgentFigures {
  readonly consoleViewers: number;
  readonly logLines: number;
}

const states = ['Unknown', 'Starting', 'Healthy', 'Degraded', 'Unresponsive'] as const;

/** The report, the agent's own figures and the game's, as Prometheus text. Players that are not known have no figure. */
export function prometheusText(
  identity: { readonly server: string; readonly namespace: string; readonly game: string },
  report: AgentReport,
  figures: AgentFigures,
  samples: readonly MetricSample[],
): string {
  const labels = Object.entries(identity)
    .map(([name, value]) => `${name}="${escapeLabel(value)}"`)
    .join(',');
  const lines: string[] = [];
  const write = (name: string, help: string, type: 'gauge' | 'counter', values: readonly (readonly [string, number])[]): void => {
    lines.push(`# HELP ${name} ${help.replace(/[\\\n]/g, ' ')}`, `# TYPE ${name} ${type}`);
    for (const [extra, value] of values) lines.push(`${name}{${labels}${extra}} ${value}`);
  };
  write('gse_game_up', 'Whether the game answers over its own protocol.', 'gauge', [
    ['', report.game.health === 'Healthy' || report.game.health === 'Degraded' ? 1 : 0],
  ]);
  write(
    'gse_game_health',
    'Health of the game, 1 for the present state.',
    'gauge',
    states.map((state) => [`,state="${state}"`, state === report.game.health ? 1 : 0] as const),
  );
  if (report.players.known) {
    write('gse_players_online', 'Players online.', 'gauge', [['', report.players.online]]);
    write('gse_players_max', 'Most players at once; 0 is no limit.', 'gauge', [['', report.players.max]]);
  }
  write('gse_simulated', 'Whether a simulator stands in for the game.', 'gauge', [['', report.simulated ? 1 : 0]]);
  write('gse_console_viewers', 'Viewers of the console.', 'gauge', [['', figures.consoleViewers]]);
  write('gse_log_lines_total', 'Log lines of the game since the agent began, dropped ones included.', 'counter', [['', figures.logLines]]);
  const prefix = identity.game.replace(/[^a-zA-Z0-9_]/g, '_');
  for (const { name, value, help } of samples) {
    if (/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name) && Number.isFinite(value)) write(`${prefix}_${name}`, help, 'gauge', [['', value]]);
  }
  return `${lines.join('\n')}\n`;
}

function escapeLabel(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

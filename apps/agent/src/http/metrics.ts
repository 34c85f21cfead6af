import type { AgentReport } from '@gse/agent-client';
import { exportedMetricName, type MetricSample } from '@gse/sdk';
import type { SaveFigures } from '../serve/save-record.ts';
import type { WorldDisk } from '../serve/world-disk.ts';

/** Figures of the agent itself. */
export interface AgentFigures {
  readonly consoleViewers: number;
  readonly logLines: number;
  readonly saves: SaveFigures;
  /** The game holds its files still and could not be told to write again. */
  readonly isStuckQuiesced: boolean;
  /** Undefined where the volume could not be looked at. */
  readonly disk: WorldDisk | undefined;
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
  write('gse_draining', 'Whether the game is being saved and stopped because its pod goes.', 'gauge', [
    ['', report.drain.state === 'none' ? 0 : 1],
  ]);
  const { saved, failed, last } = figures.saves;
  write('gse_saves_total', 'Saves that the agent asked the game for since the agent began.', 'counter', [
    [',result="saved"', saved],
    [',result="failed"', failed],
  ]);
  if (last !== undefined) {
    write('gse_last_save_failed', 'Whether the last save that was asked for failed.', 'gauge', [['', last.isSaved ? 0 : 1]]);
    write('gse_last_save_timestamp_seconds', 'When the last save that was asked for ended.', 'gauge', [['', last.at / 1000]]);
  }
  write('gse_saving_is_off', 'Whether the game holds its files still and could not be told to write again.', 'gauge', [
    ['', figures.isStuckQuiesced ? 1 : 0],
  ]);
  if (figures.disk !== undefined) {
    write('gse_world_disk_size_bytes', 'Size of the volume that the world is on.', 'gauge', [['', figures.disk.sizeBytes]]);
    write('gse_world_disk_free_bytes', 'What is free on the volume that the world is on.', 'gauge', [['', figures.disk.freeBytes]]);
  }
  write('gse_console_viewers', 'Viewers of the console.', 'gauge', [['', figures.consoleViewers]]);
  write('gse_log_lines_total', 'Log lines of the game since the agent began, dropped ones included.', 'counter', [['', figures.logLines]]);
  for (const { name, value, help } of samples) {
    if (!/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name) || !Number.isFinite(value)) continue;
    write(exportedMetricName(identity.game, name), help, name.endsWith('_total') ? 'counter' : 'gauge', [['', value]]);
  }
  return `${lines.join('\n')}\n`;
}

function escapeLabel(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

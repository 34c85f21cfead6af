import type { AgentReport } from '@gse/agent-client';
import { expect, test } from 'vitest';
import { prometheusText, type AgentFigures } from './metrics.ts';

const identity = { namespace: 'games', server: 'my-world', game: 'my-game' };
const report: AgentReport = {
  revision: '1',
  at: '2026-01-01T00:00:00.000Z',
  game: { process: 'up', health: 'Healthy' },
  players: { known: true, online: 3, max: 20 },
  drain: { state: 'none' },
  settings: {},
  settingsHash: '',
  version: '1',
  simulated: false,
};
const figures: AgentFigures = {
  consoleViewers: 0,
  logLines: 0,
  saves: { saved: 2, failed: 1, last: { at: 1_000, isSaved: false } },
  isStuckQuiesced: false,
  disk: { sizeBytes: 100, freeBytes: 5 },
};

const labels = 'namespace="games",server="my-world",game="my-game"';

test('saves are told with the end of the last one', () => {
  const text = prometheusText(identity, report, figures, []);
  expect(text).toContain(`gse_saves_total{${labels},result="failed"} 1\n`);
  expect(text).toContain(`gse_last_save_failed{${labels}} 1\n`);
  expect(text).toContain(`gse_last_save_timestamp_seconds{${labels}} 1\n`);
  expect(text).toContain(`gse_world_disk_free_bytes{${labels}} 5\n`);
});

test('what is not known has no series: players, the last save, the volume', () => {
  const text = prometheusText(
    identity,
    { ...report, players: { known: false, reason: 'no answer' } },
    { ...figures, saves: { saved: 0, failed: 0, last: undefined }, disk: undefined },
    [],
  );
  expect(text).not.toMatch(/gse_players|gse_last_save|gse_world_disk/);
  // The counters begin at zero, so that the first failure is a step.
  expect(text).toContain(`gse_saves_total{${labels},result="failed"} 0\n`);
});

test('a drain is told, and figures of the game have its name before theirs', () => {
  const text = prometheusText(identity, { ...report, drain: { state: 'saving' } }, figures, [
    { name: 'ticks', value: 4, help: 'Ticks' },
    { name: 'kills_total', value: 5, help: 'Kills' },
    { name: 'no name', value: 6, help: 'Nothing' },
    { name: 'lag', value: Number.NaN, help: 'Nothing' },
  ]);
  expect(text).toContain(`gse_draining{${labels}} 1\n`);
  expect(text).toContain(`# TYPE my_game_ticks gauge\nmy_game_ticks{${labels}} 4\n`);
  expect(text).toContain(`# TYPE my_game_kills_total counter\n`);
  expect(text).not.toMatch(/no name|NaN/);
});

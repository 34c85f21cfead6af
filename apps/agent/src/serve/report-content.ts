import type { AnyGame } from '@gse/sdk';
import type { LogDiagnosis } from '@gse/session';
import type { Observation } from './monitor.ts';
import type { ReportContent } from './report-board.ts';

/** What the report says of the game, its players and its last trouble. */
export function reportOf(
  game: AnyGame,
  { process, health, players }: Observation,
  isStuckQuiesced: boolean,
  diagnosis: LogDiagnosis | undefined,
): Pick<ReportContent, 'game' | 'players' | 'diagnosis'> {
  const { reason, progress, version, startedAt, firstHealthyAt, healthySince } = health;
  return {
    game: {
      process,
      health: health.health,
      ...(reason ? { reason } : {}),
      ...(progress === undefined ? {} : { progress: progress.slice(0, 500) }),
      ...(version === undefined ? {} : { version: version.slice(0, 200) }),
      ...(startedAt === undefined ? {} : { startedAt: time(startedAt) }),
      ...(firstHealthyAt === undefined ? {} : { firstHealthyAt: time(firstHealthyAt) }),
      ...(healthySince === undefined ? {} : { healthySince: time(healthySince) }),
      ...(isStuckQuiesced && health.health === 'Healthy' ? savingIsOff(game) : {}),
    },
    players,
    diagnosis: diagnosis && { id: diagnosis.id, at: time(diagnosis.at), lines: [...diagnosis.lines] },
  };
}

function savingIsOff(game: AnyGame): Pick<ReportContent['game'], 'health' | 'reason'> {
  return {
    health: 'Degraded',
    reason: {
      code: 'SavingIsOff',
      message: `${game.title} holds its files still and could not be told to write again; what happens now is not saved. The agent keeps trying.`,
    },
  };
}

function time(ms: number): string {
  return new Date(ms).toISOString();
}

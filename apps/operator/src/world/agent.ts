import type { AgentReport } from '@gse/agent-client';
import type { ObservedAgent } from '@gse/sdk';

/** Reduces an agent's report to what decisions need. */
export function observeAgent(report: AgentReport, podUid: string): Omit<ObservedAgent, 'receivedAt'> {
  const { game, players } = report;
  return {
    podUid,
    health: game.health,
    everHealthy: game.firstHealthyAt !== undefined,
    ...(game.healthySince !== undefined && { healthySince: Date.parse(game.healthySince) }),
    ...(game.reason && { reason: game.reason }),
    ...(game.progress !== undefined && { progress: game.progress }),
    ...(game.version !== undefined && { version: game.version }),
    players: players.known
      ? {
          known: true,
          online: players.online,
          max: players.max,
          ...(players.names && { names: players.names.map((player) => player.name) }),
        }
      : { known: false, reason: players.reason },
    settings: report.settings,
    simulated: report.simulated,
    ...(report.diagnosis && { diagnosis: { id: report.diagnosis.id, lines: report.diagnosis.lines } }),
  };
}

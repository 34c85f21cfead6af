import type { PlayersResult } from '@gse/sdk';
import { failureOf, type CounterStrikeContext } from './context.ts';
import { askReport } from './report.ts';

/** Who plays: people with their SteamIDs. Bots fill places, but are nobody; SourceTV is no player either. */
export async function players(context: CounterStrikeContext): Promise<PlayersResult> {
  try {
    const report = await askReport(context);
    if (report === undefined) return { known: false, reason: 'The game answered, but not with a list of players.' };
    const names = report.people.map(({ name, id }) => ({ name, ...(id !== undefined && { id }) }));
    // What the game tells as its maximum is the number that is shown to others.
    return { known: true, online: names.length, max: context.settings.maxPlayers, names };
  } catch (error) {
    const failure = failureOf(error);
    if (failure === undefined || failure.kind === 'aborted') throw error;
    return { known: false, reason: failure.message };
  }
}

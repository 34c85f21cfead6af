import { ANSWER_MS, isUnknown, run, type CounterStrikeContext } from './context.ts';
import { readStatusJson, type ServerReport } from './status-json.ts';
import { readStatus } from './status-text.ts';

/**
 * Asks the game about itself: Counter-Strike 2 in JSON, which has SteamIDs and frame times, else in the words of `status`.
 * Undefined where the game answers with something else. Server queries are no help here: they leave out the names.
 */
export async function askReport(context: CounterStrikeContext): Promise<ServerReport | undefined> {
  if (context.settings.edition === 'cs2') {
    const answer = await run(context, 'status_json', ANSWER_MS);
    const report = isUnknown(answer) ? undefined : readStatusJson(answer);
    if (report !== undefined) return report;
  }
  return readStatus(await run(context, 'status', ANSWER_MS));
}

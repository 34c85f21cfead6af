import { parseArgs } from 'node:util';
import { isConforming, reportText, runConformance } from '@gse/conformance';
import { gameById, games } from './index.ts';
import { simulatorOf } from './simulators.ts';

const USAGE = 'Usage: pnpm conformance [game …] [--json]';

/** Proves the named games, or all of them; answers the exit code: 0 all conform, 1 a check failed, 2 misunderstood. */
async function main(args: readonly string[]): Promise<number> {
  let wanted: readonly string[];
  let isJson: boolean;
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false } },
    });
    wanted = positionals.length > 0 ? positionals : games.map(({ id }) => id);
    isJson = values.json;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
    return 2;
  }
  const reports = [];
  for (const id of wanted) {
    const game = gameById(id);
    const simulator = simulatorOf(id);
    if (game === undefined || simulator === undefined) {
      console.error(`There is no game ${id}; known are ${games.map((known) => known.id).join(', ')}.\n${USAGE}`);
      return 2;
    }
    const report = await runConformance({ game, simulator });
    reports.push(report);
    if (!isJson) console.log(`${reportText(report)}\n`);
  }
  if (isJson) console.log(JSON.stringify(reports, null, 2));
  return reports.every(isConforming) ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));

import { parseArgs } from 'node:util';
import { isConforming, reportHtml, reportText, runConformance, type Subject } from '@gse/conformance';
import { GamePackageError } from './errors.ts';
import { openGamePackage } from './game-package.ts';
import { gameById, games } from './index.ts';
import { simulatorOf } from './simulators.ts';

const USAGE = `Usage: pnpm conformance [game …] [--html | --json]
A game is the id of one of this edition, the name of an npm package, or a folder (./…, /…).`;

/** Why the command line cannot be followed. */
class UsageError extends Error {}

interface Wanted {
  readonly references: readonly string[];
  readonly format: 'text' | 'html' | 'json';
}

function read(args: readonly string[]): Wanted {
  const flag = { type: 'boolean', default: false } as const;
  const parsed = (() => {
    try {
      return parseArgs({ args: [...args], allowPositionals: true, options: { json: flag, html: flag } });
    } catch (error) {
      throw new UsageError(error instanceof Error ? error.message : String(error));
    }
  })();
  const { positionals, values } = parsed;
  if (values.json && values.html) throw new UsageError('It is either --html or --json.');
  return {
    references: positionals.length > 0 ? positionals : games.map(({ id }) => id),
    format: values.html ? 'html' : values.json ? 'json' : 'text',
  };
}

/** The adapter and its simulator behind one word of the command line. */
async function subjectOf(reference: string): Promise<Subject> {
  const own = gameById(reference);
  if (own !== undefined) {
    const simulator = await simulatorOf(reference);
    if (simulator === undefined) throw new UsageError(`games/${reference}/src/simulator/index.ts exports no simulator of ${reference}.`);
    return { game: own, simulator, sources: `games/${reference}/src` };
  }
  if (/^[a-z0-9-]+$/.test(reference)) {
    const known = games.map(({ id }) => id).join(', ');
    const opened = await openGamePackage(reference, process.cwd()).catch((error: unknown) => {
      if (!(error instanceof GamePackageError)) throw error;
      throw new UsageError(`There is no game ${reference}; known are ${known}. As a package: ${error.message}`);
    });
    return withSimulator(reference, opened);
  }
  return withSimulator(reference, await openGamePackage(reference, process.cwd()));
}

async function withSimulator(reference: string, opened: Awaited<ReturnType<typeof openGamePackage>>): Promise<Subject> {
  const simulator = await opened.simulator();
  if (simulator === undefined)
    throw new GamePackageError(reference, 'it has no entry "./simulator"; without a simulator nothing can be proven.');
  return { game: opened.game, simulator };
}

/** Proves the named games, or all of them; answers the exit code: 0 all conform, 1 a check failed, 2 misunderstood. */
async function main(args: readonly string[]): Promise<number> {
  try {
    const { references, format } = read(args);
    const reports = [];
    for (const subject of await Promise.all(references.map(subjectOf))) {
      const report = await runConformance(subject);
      reports.push(report);
      if (format === 'text') console.log(`${reportText(report)}\n`);
    }
    if (format === 'html') console.log(reportHtml(reports));
    if (format === 'json') console.log(JSON.stringify(reports, null, 2));
    return reports.every(isConforming) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof GamePackageError)) throw error;
    console.error(error instanceof UsageError ? `${error.message}\n${USAGE}` : error.message);
    return 2;
  }
}

process.exitCode = await main(process.argv.slice(2));

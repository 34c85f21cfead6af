import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { editionOf } from '@gse/package-source';
import { games } from './games.ts';

/** The root of the artifact; what is not made from adapters stands there, too. */
export const CHARTS_FOLDER = fileURLToPath(new URL('../../../charts/', import.meta.url));

const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { version: string };

/** What of the artifact is made from the games of this edition. */
export function edition(): ReturnType<typeof editionOf> {
  return editionOf(games, { version });
}

/** Writes the edition, and removes the charts of games that are no more. */
export function writeEdition(folder: string): void {
  for (const { path } of differences(folder)) rmSync(join(folder, path), { force: true });
  const { files, links } = edition();
  for (const [path, content] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  for (const [path, target] of links) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    if (!isLinkTo(join(folder, path), target)) symlinkSync(target, join(folder, path));
  }
}

/** A file that is not as the adapters say. Undefined: not there, or not to be there. */
export interface Difference {
  readonly path: string;
  readonly is: string | undefined;
  readonly shouldBe: string | undefined;
}

/** Where a folder of charts is not what the adapters say. */
export function differences(folder: string): readonly Difference[] {
  const { files, links } = edition();
  const wrong: Difference[] = [];
  for (const [path, shouldBe] of files) {
    const is = existsSync(join(folder, path)) ? readFileSync(join(folder, path), 'utf8') : undefined;
    if (is !== shouldBe) wrong.push({ path, is, shouldBe });
  }
  for (const [path, shouldBe] of links) {
    if (!isLinkTo(join(folder, path), shouldBe)) wrong.push({ path, is: undefined, shouldBe });
  }
  for (const path of generatedIn(folder)) {
    if (!files.has(path) && !links.has(path)) wrong.push({ path, is: readFileSync(join(folder, path), 'utf8'), shouldBe: undefined });
  }
  return wrong;
}

function isLinkTo(path: string, target: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true && readlinkSync(path) === target;
}

/** A folder of a chart written by hand in which everything is made from the games. */
const MONITORING_FILES = 'system/gse-monitoring/files';

/** Everything in charts that say of themselves that they are made from a game, and what other charts hold of games. */
function generatedIn(folder: string): readonly string[] {
  const monitoring = join(folder, MONITORING_FILES);
  const figures = existsSync(monitoring) ? filesIn(monitoring).map((file) => relative(folder, file)) : [];
  const charts = ['apps', 'system'].flatMap((room) => {
    if (!existsSync(join(folder, room))) return [];
    return readdirSync(join(folder, room)).flatMap((chart) => {
      const path = join(folder, room, chart);
      const about = join(path, 'Chart.yaml');
      if (!existsSync(about) || !readFileSync(about, 'utf8').startsWith('# Made from games/')) return [];
      return filesIn(path).map((file) => relative(folder, file));
    });
  });
  return [...charts, ...figures];
}

/** Files of a folder, however deep; what links lead to is somebody else's. */
function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesIn(path) : entry.isFile() ? [path] : [];
  });
}

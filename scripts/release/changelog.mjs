// @ts-check
/** CHANGELOG.md as it is read by a release: one section for each version. */
import { ReleaseError } from './errors.mjs';

/**
 * What the changelog says about a version: the text of the release.
 *
 * @param {string} changelog
 * @param {string} version
 * @returns {string}
 */
export function notesOf(changelog, version) {
  const [, ...sections] = changelog.split(/^## /m);
  const section = sections.find((text) => text.startsWith(`[${version}]`));
  if (section === undefined) throw new ReleaseError(`CHANGELOG.md has no section “## [${version}] - <date>”. Write what has changed.`);
  const [heading = '', ...lines] = section.split('\n');
  if (!/^\[[^\]]+\] - \d{4}-\d{2}-\d{2}$/.test(heading))
    throw new ReleaseError(`The heading of ${version} in CHANGELOG.md has no date: “## [${version}] - 2026-01-31”.`);
  const text = lines.join('\n').trim();
  if (text === '') throw new ReleaseError(`The section of ${version} in CHANGELOG.md is empty.`);
  return `${text}\n`;
}

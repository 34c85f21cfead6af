import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKOUT } from './earlier-checkout.ts';

/** Every command that stands under a heading of a guide, with those that are marked to be looked at only. */
export function commandsUnder(guide: string, heading: string): string {
  const sections = readFileSync(join(CHECKOUT, 'docs/guides', guide), 'utf8').split(/^## /m);
  const section = sections.find((text) => text.startsWith(`${heading}\n`)) ?? '';
  const commands = section.split('\n').filter((line) => /^(?: {4})?kubectl /.test(line));
  if (commands.length === 0) throw new Error(`${guide} has no commands under ${heading}`);
  return commands.join('\n');
}

import type { AnyGame, Diagnosis } from '@gse/sdk';
import { code, section } from './markdown.ts';

/** Every trouble that is recognised, with the lines by which it is. */
export function troublesSection({ diagnoses }: AnyGame): string {
  return section('## Known troubles', diagnoses.length === 0 ? 'None is known yet.' : '', ...diagnoses.map(trouble));
}

function trouble({ id, title, meaning, remedy, fatal, examples, exit }: Diagnosis): string {
  return section(
    `### ${title}`,
    `${code(id)}. ${meaning} **What to do:** ${remedy}${fatal === true ? ' Until then it is not started again, because that could not help.' : ''}`,
    examples.length === 0 ? ending(exit) : ['```text', ...examples, '```'].join('\n'),
  );
}

function ending(exit: Diagnosis['exit']): string {
  if (exit?.oomKilled === true) return 'Recognised by the kernel having ended the process for memory.';
  return exit?.codes === undefined ? '' : `Recognised by the exit code ${exit.codes.join(' or ')}.`;
}

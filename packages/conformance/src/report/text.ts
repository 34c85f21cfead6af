import type { ConformanceReport } from '../run.ts';
import { placeOf, resultsOf, summaryOf } from './conforming.ts';

/** The report as a contributor reads it in a terminal: what is wrong first, with why it matters and where to look. */
export function reportText(report: ConformanceReport): string {
  const failed = resultsOf(report, 'fail');
  return [
    summaryOf(report),
    ...failed.flatMap((result) => [
      '',
      `  ✗ ${result.id}: ${result.title}`,
      ...result.finding.split('\n').map((line) => `      ${line}`),
      `      Why it matters: ${result.why}`,
      `      Look at: ${placeOf(report, result)}`,
    ]),
    ...(failed.length === 0 ? [] : ['']),
    ...resultsOf(report, 'not-applicable').map(({ id, reason }) => `  – ${id}: not applicable, ${reason}`),
  ].join('\n');
}

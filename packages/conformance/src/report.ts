import type { CheckResult, ConformanceReport } from './run.ts';

/** True when no check failed. */
export function isConforming({ results }: ConformanceReport): boolean {
  return results.every(({ outcome }) => outcome !== 'fail');
}

/** The report as a contributor reads it: what is wrong first, with why it matters and where to look. */
export function reportText(report: ConformanceReport): string {
  const of = <Outcome extends CheckResult['outcome']>(outcome: Outcome) =>
    report.results.filter((result): result is Extract<CheckResult, { outcome: Outcome }> => result.outcome === outcome);
  const failed = of('fail');
  const absent = of('not-applicable');
  return [
    `${report.game}: ${of('pass').length} of ${report.results.length - absent.length} checks passed${failed.length === 0 ? '' : `, ${failed.length} failed`}`,
    ...failed.flatMap(({ id, title, finding, why, look }) => [
      '',
      `  ✗ ${id}: ${title}`,
      ...finding.split('\n').map((line) => `      ${line}`),
      `      Why it matters: ${why}`,
      `      Look at: ${look}`,
    ]),
    ...(failed.length === 0 ? [] : ['']),
    ...absent.map(({ id, reason }) => `  – ${id}: not applicable, ${reason}`),
  ].join('\n');
}

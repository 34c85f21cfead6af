import type { CheckResult, ConformanceReport } from '../run.ts';

/** True when no check failed. */
export function isConforming({ results }: ConformanceReport): boolean {
  return results.every(({ outcome }) => outcome !== 'fail');
}

/** The results of one outcome. */
export function resultsOf<Outcome extends CheckResult['outcome']>(
  { results }: ConformanceReport,
  outcome: Outcome,
): readonly Extract<CheckResult, { outcome: Outcome }>[] {
  return results.filter((result): result is Extract<CheckResult, { outcome: Outcome }> => result.outcome === outcome);
}

/** The report in one line: how many of the checks passed. */
export function summaryOf(report: ConformanceReport): string {
  const failed = resultsOf(report, 'fail').length;
  const asked = report.results.length - resultsOf(report, 'not-applicable').length;
  return `${report.game}: ${resultsOf(report, 'pass').length} of ${asked} checks passed${failed === 0 ? '' : `, ${failed} failed`}`;
}

/** The file of the adapter to look at first, as one can open it. */
export function placeOf({ sources }: ConformanceReport, { look }: Pick<CheckResult, 'look'>): string {
  return sources === undefined ? look : `${sources}/${look}`;
}

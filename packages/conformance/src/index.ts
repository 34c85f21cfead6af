// The checks every adapter must pass.
export { checks } from './checks/index.ts';
export type { Check, CheckContext } from './check.ts';
export type { Subject } from './subject.ts';

// Running them.
export { runCheck, runConformance } from './run.ts';
export type { CheckResult, ConformanceOptions, ConformanceReport } from './run.ts';

// What came of it.
export { isConforming } from './report/conforming.ts';
export { reportText } from './report/text.ts';
export { reportHtml } from './report/html.ts';

import type { CheckResult, ConformanceReport } from '../run.ts';
import { placeOf, resultsOf, summaryOf } from './conforming.ts';
import { STYLE } from './style.ts';

/** Text that is to be seen as it is. */
function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** The reports as one page that needs nothing else: no script, no font, no address. Light or dark as the reader has it. */
export function reportHtml(reports: readonly ConformanceReport[]): string {
  const failed = reports.flatMap((report) => resultsOf(report, 'fail')).length;
  const verdict = failed === 0 ? 'Every check passed' : failed === 1 ? 'One check failed' : `${failed} checks failed`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Conformance: ${escaped(verdict)}</title>
<style>${STYLE}</style>
<main>
<h1>${escaped(verdict)}</h1>
<p>What an adapter must keep, proven from its definition and its simulator alone.</p>
${reports.length > 1 ? `<nav><ul>${reports.map(linkTo).join('')}</ul></nav>` : ''}
${reports.map(section).join('\n')}
</main>
</html>
`;
}

function linkTo(report: ConformanceReport): string {
  return `<li><a href="#${escaped(report.game)}">${escaped(summaryOf(report))}</a></li>`;
}

function section(report: ConformanceReport): string {
  const absent = resultsOf(report, 'not-applicable');
  const passed = Map.groupBy(resultsOf(report, 'pass'), ({ part }) => part);
  return `<section id="${escaped(report.game)}">
<h2>${escaped(summaryOf(report))}</h2>
${resultsOf(report, 'fail')
  .map((result) => failure(report, result))
  .join('\n')}
<details>
<summary>What passed</summary>
${[...passed].map(([part, results]) => `<h3>${escaped(part)}</h3><ul>${results.map(line).join('')}</ul>`).join('\n')}
</details>
${absent.length === 0 ? '' : `<details><summary>What was not asked</summary><ul>${absent.map(omission).join('')}</ul></details>`}
</section>`;
}

function failure(report: ConformanceReport, result: Extract<CheckResult, { outcome: 'fail' }>): string {
  return `<article>
<h3><span aria-hidden="true">✗</span> ${escaped(sentence(result.title))}</h3>
<pre>${escaped(result.finding)}</pre>
<dl><dt>Why it matters</dt><dd>${escaped(result.why)}</dd><dt>Look at</dt><dd><code>${escaped(placeOf(report, result))}</code></dd><dt>Check</dt><dd><code>${escaped(result.id)}</code></dd></dl>
</article>`;
}

function line({ id, title, milliseconds }: Extract<CheckResult, { outcome: 'pass' }>): string {
  return `<li>${escaped(sentence(title))} <small><code>${escaped(id)}</code>, ${(milliseconds / 1000).toFixed(1)} s</small></li>`;
}

function omission({ id, title, reason }: Extract<CheckResult, { outcome: 'not-applicable' }>): string {
  return `<li>${escaped(sentence(title))} <small><code>${escaped(id)}</code>: ${escaped(reason)}</small></li>`;
}

function sentence(title: string): string {
  return `${title.charAt(0).toUpperCase()}${title.slice(1)}.`;
}

import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { stringify } from 'yaml';
import type { Timeline } from './timeline.ts';

const run = promisify(execFile);
const DEADLINE_MS = 120_000;

/** Why `promtool` cannot be used here, in a sentence that says how to get it; undefined when it can. */
export function promtoolProblem(): string | undefined {
  try {
    execFileSync('promtool', ['--version'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'promtool is not installed; apt-get install prometheus brings it';
  }
}

/** What an alert is expected to say at a moment; nothing where it is to be silent. */
export interface Expectation {
  readonly alert: string;
  readonly atMinute: number;
  readonly fires: readonly { readonly labels: Readonly<Record<string, string>>; readonly annotations: Readonly<Record<string, string>> }[];
}

/** Prometheus' own judge of rules. */
export class Promtool implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), 'gse-promtool-'));
  readonly #rules = join(this.#folder, 'rules.yaml');

  /** @param rules text of a rule file */
  constructor(rules: string) {
    writeFileSync(this.#rules, rules);
  }

  /** Plays series to the rules, a sample a minute, and compares what fires; rejects with what is different. */
  async expect(series: Timeline, expectations: readonly Expectation[]): Promise<void> {
    const file = join(this.#folder, 'test.yaml');
    const test = {
      rule_files: [this.#rules],
      evaluation_interval: '1m',
      tests: [
        {
          interval: '1m',
          input_series: [...series].map(([name, values]) => ({ series: name, values: notation(values) })),
          alert_rule_test: expectations.map(({ alert, atMinute, fires }) => ({
            eval_time: `${atMinute}m`,
            alertname: alert,
            exp_alerts: fires.map(({ labels, annotations }) => ({ exp_labels: labels, exp_annotations: annotations })),
          })),
        },
      ],
    };
    writeFileSync(file, stringify(test, { lineWidth: 0, aliasDuplicateObjects: false }));
    await this.#run('test', 'rules', file);
  }

  /** Whether these are expressions; rejects with what is wrong with them. */
  async parse(expressions: readonly string[]): Promise<void> {
    const file = join(this.#folder, 'expressions.yaml');
    const rules = expressions.map((expr, at) => ({ record: `expression:${at}`, expr }));
    writeFileSync(file, stringify({ groups: [{ name: 'expressions', rules }] }, { lineWidth: 0 }));
    await this.#run('check', 'rules', file);
  }

  /** Whether text is what Prometheus can scrape; rejects with what is wrong with it. */
  async scrape(text: string): Promise<void> {
    const ending = Promise.withResolvers<string | undefined>();
    const child = execFile('promtool', ['check', 'metrics'], { timeout: DEADLINE_MS }, (error, _, stderr) =>
      // 3: it can be read, and names are not as somebody likes them; those of others are theirs.
      ending.resolve(error === null || error.code === 3 ? undefined : stderr || String(error)),
    );
    child.stdin?.end(text);
    const said = await ending.promise;
    if (said !== undefined) throw new Error(said);
  }

  async #run(...args: readonly string[]): Promise<void> {
    try {
      await run('promtool', [...args], { timeout: DEADLINE_MS, maxBuffer: 64 * 1024 * 1024 });
    } catch (error) {
      const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
      throw new Error(stdout + stderr || String(error), { cause: error });
    }
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Samples as promtool writes them. A series that ends is marked, as a scrape without it does. */
function notation(values: readonly (number | undefined)[]): string {
  const parts: string[] = [];
  for (let at = 0; at < values.length;) {
    const value = values[at];
    let end = at + 1;
    while (end < values.length && values[end] === value) end++;
    const length = end - at;
    if (value !== undefined) parts.push(length === 1 ? String(value) : `${value}+0x${length - 1}`);
    else parts.push(...(at > 0 ? ['stale', ...(length > 1 ? [`_x${length - 1}`] : [])] : [`_x${length}`]));
    at = end;
  }
  return parts.join(' ');
}

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parseAllDocuments } from 'yaml';

const run = promisify(execFile);
const MAX_OUTPUT = 64 * 1024 * 1024;
const DEADLINE_MS = 120_000;

/** The root of the artifact in this checkout. */
export const CHARTS = fileURLToPath(new URL('../../../charts/', import.meta.url));

/** A Kubernetes object in a manifest. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Readonly<Record<string, string>> };
  readonly [part: string]: unknown;
}

/** What Helm answered. */
export interface HelmAnswer {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** Helm with a home of its own. */
export class Helm implements Disposable {
  readonly #program: string;
  readonly #kubeconfig: string | undefined;
  readonly #folder = mkdtempSync(join(tmpdir(), 'gse-helm-'));
  #files = 0;

  constructor(program: string, kubeconfig?: string) {
    this.#program = program;
    this.#kubeconfig = kubeconfig;
  }

  async run(...args: readonly string[]): Promise<HelmAnswer> {
    const env = { PATH: process.env['PATH'], HOME: this.#folder, ...(this.#kubeconfig !== undefined && { KUBECONFIG: this.#kubeconfig }) };
    try {
      const { stdout, stderr } = await run(this.#program, [...args], { env, maxBuffer: MAX_OUTPUT, timeout: DEADLINE_MS });
      return { ok: true, stdout, stderr };
    } catch (error) {
      const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
      return { ok: false, stdout, stderr: stderr || String(error) };
    }
  }

  /** Arguments that give values, such as those of an order. */
  values(values: object): readonly string[] {
    const path = join(this.#folder, `values-${this.#files++}.json`);
    writeFileSync(path, JSON.stringify(values));
    return ['--values', path];
  }

  /** What a chart renders, offline. */
  async template(chart: string, release: string, values: object = {}, ...args: readonly string[]): Promise<readonly Manifest[]> {
    const answer = await this.run('template', release, chart, ...this.values(values), ...args);
    if (!answer.ok) throw new Error(answer.stderr);
    return manifestsIn(answer.stdout);
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** The objects in a text of YAML. */
function manifestsIn(text: string): readonly Manifest[] {
  return parseAllDocuments(text)
    .map((document) => document.toJS() as Manifest | null)
    .filter((manifest) => manifest !== null);
}

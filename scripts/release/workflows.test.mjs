// @ts-check
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { root } from '../toolchain/layout.mjs';

const folder = join(root, '.github/workflows');

/** @typedef {{ uses?: string, run?: string, with?: Record<string, unknown>, env?: Record<string, string> }} Step */
/** @typedef {{ permissions?: Record<string, string>, uses?: string, steps?: Step[], 'timeout-minutes'?: number, 'runs-on'?: string }} Job */
/** @typedef {{ on: Record<string, unknown>, permissions: unknown, jobs: Record<string, Job> }} Workflow */

const workflows = readdirSync(folder).map((name) => {
  const text = readFileSync(join(folder, name), 'utf8');
  return { name, text, workflow: /** @type {Workflow} */ (parse(text)) };
});

describe.each(workflows)('the workflow $name', ({ text, workflow }) => {
  const jobs = Object.values(workflow.jobs);
  const steps = jobs.flatMap((job) => job.steps ?? []);

  test('may nothing unless a job says so, and every job says what', () => {
    expect(workflow.permissions).toEqual({});
    for (const job of jobs) expect(job.permissions).toBeDefined();
    expect(Object.keys(workflow.on)).not.toContain('pull_request_target');
  });

  test('names every action with its full version, and every machine', () => {
    for (const { uses } of [...steps, ...jobs]) if (uses !== undefined) expect(uses).toMatch(/^\.\/|@v\d+\.\d+\.\d+$/);
    for (const { uses, 'runs-on': machine } of jobs) if (uses === undefined) expect(machine).toMatch(/^[a-z]+-\d/);
  });

  test('ends, whatever hangs', () => {
    for (const job of jobs) if (job.uses === undefined) expect(job['timeout-minutes']).toBeGreaterThan(0);
  });

  test('names no registry', () => {
    expect(text).not.toMatch(/\b(?:[a-z0-9-]+\.)+(?:io|com|org|net|dev)\b/);
  });

  test('has scripts that a shell can read, and puts nothing into them that others have written', () => {
    for (const { run } of steps) {
      if (run === undefined) continue;
      expect(run).not.toContain('${{');
      execFileSync('bash', ['-n'], { input: run });
    }
  });

  test('gives secrets only to the sign-in of the registry and to the program that publishes', () => {
    const places = steps.flatMap(({ with: inputs = {}, env = {} }) => Object.entries({ ...inputs, ...env }));
    const holding = places.filter(([, value]) => String(value).includes('secrets.')).map(([name]) => name);
    expect([...text.matchAll(/\$\{\{[^}]*secrets\./g)].length).toBe(holding.length);
    for (const name of holding) expect(['password', 'GH_TOKEN']).toContain(name);
  });
});

test('what a release calls is there', () => {
  const { scripts } = /** @type {{ scripts: Record<string, string> }} */ (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
  const called = workflows.flatMap(({ text }) => [...text.matchAll(/npm run (?:--silent )?([a-z:-]+)/g)].map(([, name]) => name));
  expect(called.length).toBeGreaterThan(0);
  for (const name of called) expect(Object.keys(scripts)).toContain(name);
});

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const checkout = fileURLToPath(new URL('../../../', import.meta.url));

/** The blocks of a guide that are marked `sh`, by the heading they stand under, in order. */
export function commandsOf(guide: string): ReadonlyMap<string, string> {
  const text = readFileSync(`${checkout}docs/guides/${guide}`, 'utf8');
  const sections = text.split(/^## /m).slice(1);
  return new Map(
    sections.flatMap((section) => {
      const blocks = [...section.matchAll(/^```sh\n([^]*?)^```$/gm)].map((block) => block[1] ?? '');
      return blocks.length === 0 ? [] : [[section.slice(0, section.indexOf('\n')), blocks.join('')] as const];
    }),
  );
}

/** Runs commands as a reader does, from the folder of the checkout, and stops at the first that fails. */
export async function runCommands(
  script: string,
  where: { readonly kubeconfig: string; readonly home: string; readonly programs: readonly string[] },
): Promise<string> {
  const path = [...new Set(where.programs.map((program) => dirname(program)))].join(':');
  const env = { PATH: `${path}:${process.env['PATH'] ?? ''}`, HOME: where.home, KUBECONFIG: where.kubeconfig };
  return await new Promise((resolve, reject) => {
    const child = execFile(
      'bash',
      ['-euxo', 'pipefail', '-c', script],
      { cwd: checkout, timeout: 240_000, env },
      (error, stdout, stderr) => {
        if (error) reject(new Error(`${error.message}\n${stderr}${stdout}`));
        else resolve(stdout);
      },
    );
    child.stdin?.end();
  });
}

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { TestMachine } from './support/machine.ts';
import { kubectlPath } from './support/kubectl.ts';

const checkout = fileURLToPath(new URL('../', import.meta.url));

/** The commands of a document, in order: its blocks marked `sh`. */
function commands(path: string): string {
  return [...readFileSync(`${checkout}${path}`, 'utf8').matchAll(/^```sh\n([^]*?)^```$/gm)].map((block) => block[1]).join('\n');
}

describe.skipIf(kubectlPath === undefined)('the tour of the README (skipped without kubectl: run pnpm kubectl)', () => {
  it('runs as it stands, one command after the other', async () => {
    await using machine = await new TestMachine().start();
    const script = commands('README.md');
    expect(script.split('\n').length).toBeGreaterThan(8);
    // The one difference from a reader's terminal: where the machine of this test keeps its data.
    const here = script.replaceAll('.gse/kubeconfig', machine.kubeconfig);
    const said = await new Promise<string>((resolve, reject) => {
      const env = { ...process.env, HOME: machine.dataDir, PATH: `${dirname(kubectlPath ?? '')}:${process.env['PATH'] ?? ''}` };
      const child = execFile(
        'bash',
        ['-euo', 'pipefail', '-c', here],
        { cwd: checkout, timeout: 240_000, env },
        (error, stdout, stderr) => {
          if (error) reject(new Error(`${error.message}\n${stderr}${stdout}`));
          else resolve(stdout);
        },
      );
      child.stdin?.end();
    });
    expect(said).toMatch(/my-world +minecraft +Running/);
    expect(said).toContain('gameserver.gse.cozystack.io "my-world" deleted');
  });
});

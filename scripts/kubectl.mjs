// @ts-check
/**
 * `pnpm kubectl get gameservers`: kubectl against the GSE of this checkout. Uses the machine's kubectl, or builds one
 * into `.toolchain/bin` where there is none. `--provide` only makes sure that there is one and prints its path.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { PrepareError } from './toolchain/errors.mjs';
import { provideKubectl } from './toolchain/kubectl.mjs';
import { layout, root } from './toolchain/layout.mjs';

const args = process.argv.slice(2);
try {
  const kubectl = await provideKubectl(layout(root));
  if (args[0] === '--provide') {
    console.log(kubectl);
  } else {
    const kubeconfig = join(process.env.GSE_DATA_DIR ?? join(root, '.gse'), 'kubeconfig');
    const env = { ...process.env, KUBECONFIG: kubeconfig };
    const child = spawn(kubectl, args, { stdio: 'inherit', env });
    // A Ctrl-C reaches kubectl by itself; this process only waits for it.
    process.on('SIGINT', () => {});
    child.once('close', (code) => process.exit(code ?? 1));
  }
} catch (error) {
  if (!(error instanceof PrepareError)) throw error;
  console.error(`gse: ${error.message}`);
  process.exitCode = 1;
}

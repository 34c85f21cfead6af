import type { Log } from '@gse/kube';
import { startMachine, type Machine } from './machine.ts';
import { readSettings } from './settings.ts';

/** Games that are asked to save get this long before the process ends whatever they do. */
const STOP_DEADLINE_MS = 150_000;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Warnings and errors go to standard error as one JSON line each; the rest only when asked for. */
const isVerbose = process.env['GSE_LOG'] === 'debug';
const write =
  (level: string) =>
  (fields: object, message: string): void => {
    process.stderr.write(`${JSON.stringify({ level, time: new Date().toISOString(), message, ...readable(fields) })}\n`);
  };
const quiet = (): void => {};
const log: Log = {
  debug: isVerbose ? write('debug') : quiet,
  info: isVerbose ? write('info') : quiet,
  warn: write('warn'),
  error: write('error'),
};

function readable(fields: object): object {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [
      key,
      value instanceof Error
        ? { message: value.message, ...('code' in value && { code: value.code }), ...(isVerbose && { stack: value.stack }) }
        : value,
    ]),
  );
}

async function main(): Promise<number> {
  let machine: Machine;
  try {
    machine = await startMachine(readSettings(process.env), { terminal: { say }, log, env: process.env });
  } catch (error) {
    say(
      error instanceof Error && 'code' in error && String(error.code).startsWith('GSE_')
        ? error.message
        : `It could not be started: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    return 1;
  }
  say(`kubectl:    kubectl --kubeconfig ${machine.kubeconfig} get gameservers`);
  say(`ready:      ${machine.url}`);
  say(
    `sign in:    ${machine.signInUrl}   (works once; the token for other clients is in ${machine.kubeconfig.replace(/kubeconfig$/, 'token')})`,
  );

  const signal = await new Promise<string>((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => resolve(name));
  });
  say(`${signal === 'SIGINT' ? '\n' : ''}stopping: games save first …`);
  // npm passes Ctrl-C on once more at the same moment; only a later one is an impatient person.
  setTimeout(() => {
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => say('still saving; please wait'));
  }, 1000).unref();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => {});
  await machine.stop(STOP_DEADLINE_MS);
  say('stopped');
  return 0;
}

process.exitCode = await main();
process.exit();

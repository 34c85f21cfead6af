import { createLog, EXIT_CONFIGURATION, readSettings, SettingsError, settingsHelp, wantsHelp } from '@gse/process';
import { startMachine, type Machine } from './machine.ts';
import { machineSettings } from './settings.ts';

/** Games that are asked to save get this long before the process ends whatever they do. */
const STOP_DEADLINE_MS = 150_000;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): Promise<number> {
  if (wantsHelp(argv)) {
    say(settingsHelp('gse on one machine', machineSettings));
    return 0;
  }
  let machine: Machine;
  try {
    const { logLevel, logFormat, ...settings } = readSettings(machineSettings, { argv, env });
    // Standard output is for the person at the terminal; warnings and errors go beside it.
    const log = createLog({ component: 'gse', level: logLevel, format: logFormat, destination: process.stderr });
    machine = await startMachine(settings, { terminal: { say }, log, env });
  } catch (error) {
    say(
      error instanceof Error && 'code' in error && String(error.code).startsWith('GSE_')
        ? error.message
        : `It could not be started: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    return error instanceof SettingsError ? EXIT_CONFIGURATION : 1;
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

process.exitCode = await main(process.argv.slice(2), process.env);
process.exit();

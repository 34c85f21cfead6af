import { SettingsError } from './errors.ts';
import { createLog, type ProcessLog } from './log/create-log.ts';
import { settingsHelp } from './settings/help.ts';
import { readSettings, wantsHelp } from './settings/read.ts';
import type { Settings, SettingsValues } from './settings/declare.ts';
import { watchSignals } from './signals.ts';
import { startStatusServer, type StatusServer, type StatusSources } from './status/status-server.ts';
import { noTracing, type Tracing } from './tracing/tracing.ts';

/** Exit code of a process whose configuration cannot be used. */
export const EXIT_CONFIGURATION = 2;

/** What the work of a process gets. */
export interface ProcessContext<Values> {
  readonly settings: Values;
  readonly log: ProcessLog;
  /** Fires when the process shall stop; what is under way then has until the stop deadline. */
  readonly signal: AbortSignal;
  readonly tracing: Tracing;
  /** Where the answers of the status server come from. */
  readonly status: { serve(this: void, sources: StatusSources): void };
}

/** What a process is made of. */
export interface ProcessOptions<Declared extends Settings> {
  /** As it appears in logs, traces and the help. */
  readonly name: string;
  /** With the log settings; a `statusPort` gets it a status server, `stopSeconds` a stop deadline. */
  readonly settings: Declared;
  /** Arguments after the command. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The work; resolves to the exit code. */
  run(context: ProcessContext<SettingsValues<Declared>>): Promise<number>;
}

/** The settings this function itself looks at. */
interface OwnValues {
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  readonly logFormat: 'json' | 'text';
  readonly tracing?: 'none' | 'otlp';
  readonly statusPort?: number;
  readonly stopSeconds?: number;
}

/**
 * Runs a process of ours from its arguments to its exit code: reads the settings, writes logs, answers probes, traces, turns
 * signals into an `AbortSignal`. It ends when the work ends, at a second signal, when the stop deadline passes, or with an
 * error that nobody caught; the caller exits with the code, whatever may still be running then.
 */
export async function runProcess<Declared extends Settings>(options: ProcessOptions<Declared>): Promise<number> {
  const { name, argv, env } = options;
  if (wantsHelp(argv)) {
    process.stdout.write(settingsHelp(name, options.settings));
    return 0;
  }
  let settings: SettingsValues<Declared>;
  try {
    settings = readSettings(options.settings, { argv, env });
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    process.stderr.write(`${name}: ${error.message}\n`);
    return EXIT_CONFIGURATION;
  }
  const own = settings as OwnValues;
  const tell = (err: unknown): void => {
    if (err === undefined) log.info({}, 'Traces arrive again');
    else log.warn({ err }, 'Traces cannot be sent and are dropped');
  };
  const tracing = own.tracing === 'otlp' ? (await import('./tracing/otlp.ts')).otlpTracing({ serviceName: name, env, tell }) : noTracing;
  const log = createLog({ component: name, level: own.logLevel, format: own.logFormat, ambient: tracing.ids });
  // The timers of our clocks keep no process alive; work that only waits for one must not end it.
  const alive = setInterval(() => {}, 60_000);
  const signals = watchSignals({ log, stopSeconds: own.stopSeconds });
  let status: StatusServer | undefined;
  try {
    if (own.statusPort !== undefined) {
      status = await startStatusServer({ port: own.statusPort });
      signals.signal.addEventListener('abort', status.stopping, { once: true });
      log.debug({ port: status.port }, 'The status is served');
    }
    const context = { settings, log, signal: signals.signal, tracing, status: { serve: status?.serve ?? (() => {}) } };
    return await Promise.race([options.run(context), signals.ended]);
  } catch (err) {
    if (err instanceof SettingsError) {
      process.stderr.write(`${name}: ${err.message}\n`);
      return EXIT_CONFIGURATION;
    }
    // Our own errors say what to do in a sentence; of others the place they come from is needed.
    if (isOurs(err)) log.error({ code: err.code, cause: err.cause }, err.message);
    else log.error({ err }, 'The process ends with an error');
    return 1;
  } finally {
    clearInterval(alive);
    signals.close();
    await Promise.all([status?.close(), tracing.close()]);
  }
}

function isOurs(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('GSE_');
}

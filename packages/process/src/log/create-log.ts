import { AsyncLocalStorage } from 'node:async_hooks';
import { pino, type DestinationStream, type Logger } from 'pino';
import type { Log } from '@gse/kube';
import { redact, redactText } from './redact.ts';
import { toTextLine } from './text-format.ts';

/** A log whose children repeat what their lines have in common. */
export interface ProcessLog extends Log {
  /** A log that adds the fields to each of its lines: `server`, `operation`, `actor`. */
  child(fields: object): ProcessLog;
  /** Adds the fields to every line that is written while the work runs, whoever writes it through this log or its children. */
  within<T>(fields: object, work: () => T): T;
}

/** What a log is made of. */
export interface LogOptions {
  /** Who writes, such as `gse-operator`. */
  readonly component: string;
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly format: 'json' | 'text';
  /** Takes whole lines. Default: standard output, written at once, so that nothing is lost when the process ends. */
  readonly destination?: { write(line: string): void };
  /** Fields that belong to what is being done at the moment, such as the ids of a trace. */
  readonly ambient?: () => object;
}

/**
 * Makes the log of a process: one line per call with `level`, `time`, `component`, `msg` and the fields given. Secrets are
 * taken out by the names of their fields and, in text, by their shape.
 */
export function createLog(options: LogOptions): ProcessLog {
  const { ambient } = options;
  const around = new AsyncLocalStorage<object>();
  return hiding(
    around,
    pino(
      {
        level: options.level,
        base: { component: options.component },
        timestamp: pino.stdTimeFunctions.isoTime,
        formatters: { level: (level) => ({ level }) },
        // Errors are plain objects by then.
        serializers: { err: (err: unknown) => err },
        mixin: () => ({ ...ambient?.(), ...around.getStore() }),
      },
      destinationOf(options),
    ),
  );
}

/** Secrets go before pino sees a line: its own hooks do not reach the fields of children and the causes of errors. */
function hiding(around: AsyncLocalStorage<object>, logger: Logger): ProcessLog {
  const write =
    (level: 'debug' | 'info' | 'warn' | 'error') =>
    (fields: object, message: string): void => {
      if (logger.isLevelEnabled(level)) logger[level](redact(fields), redactText(message));
    };
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: (fields) => hiding(around, logger.child(redact(fields))),
    within: (fields, work) => around.run({ ...around.getStore(), ...redact(fields) }, work),
  };
}

function destinationOf({ format, destination }: LogOptions): DestinationStream {
  const out = destination ?? pino.destination({ dest: 1, sync: true });
  if (format === 'json') return out;
  const isColoured = destination === undefined && process.stdout.isTTY && !process.env['NO_COLOR'];
  return {
    write(line) {
      out.write(toTextLine(line, { isColoured }));
    },
  };
}

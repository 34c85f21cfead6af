import { RconError } from '../errors.ts';
import { startTimer } from '../timer.ts';
import type { RconCommandOptions } from './client.ts';
import type { RconDialect } from './dialect.ts';

/** Callers that wait beyond this get an error at once: the game does not keep up. */
const MAX_WAITING = 256;

/** What the queue needs of the connection. */
export interface CommandQueueOptions {
  readonly dialect: RconDialect;
  /** Sends a command and returns the id of its reply. */
  readonly send: (line: string) => number;
  /** Called when a reply stays away for so long that the connection is of no more use. */
  readonly onSilence: (error: RconError) => void;
}

interface Job {
  readonly line: string;
  sent: boolean;
  resolve(text: string): void;
  /** Undefined once the caller has its answer; the job then only holds its place until the late reply. */
  reject: ((error: RconError) => void) | undefined;
  lateTimer?: NodeJS.Timeout;
}

/**
 * Commands in the order they came, no more under way than the dialect bears, each with its deadline and its signal.
 *
 * A command that was sent and then given up keeps its place until its reply arrives: a server that can take only one
 * command at a time still works on it, and a second one would break the connection or wait behind it anyway.
 */
export class CommandQueue {
  readonly #options: CommandQueueOptions;
  readonly #waiting: Job[] = [];
  readonly #underWay = new Map<number, Job>();
  #failure: RconError | undefined;

  constructor(options: CommandQueueOptions) {
    this.#options = options;
  }

  /** Runs a command when its turn comes. */
  add(line: string, { signal, timeoutMs = this.#options.dialect.commandTimeoutMs }: RconCommandOptions): Promise<string> {
    if (signal.aborted) return Promise.reject(aborted(signal, false));
    if (this.#failure !== undefined) return Promise.reject(lost(this.#failure, false));
    if (this.#waiting.length >= MAX_WAITING) {
      return Promise.reject(
        new RconError('timeout', `${MAX_WAITING} commands already wait for the game to answer. Try again when it keeps up.`),
      );
    }
    return new Promise((resolve, reject) => {
      const onAbort = () => this.#giveUp(job, aborted(signal, job.sent));
      const timer = startTimer(() => this.#giveUp(job, timedOut(timeoutMs, job.sent)), timeoutMs);
      const settled = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
        job.reject = undefined;
      };
      const job: Job = {
        line,
        sent: false,
        resolve: (text) => {
          settled();
          resolve(text);
        },
        reject: (error) => {
          settled();
          reject(error);
        },
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#waiting.push(job);
      this.#sendNext();
    });
  }

  /** Hands a reply to the command it belongs to, or drops it when nobody waits for it any more. */
  reply(id: number, text: string): void {
    const job = this.#underWay.get(id);
    if (job === undefined) return;
    this.#underWay.delete(id);
    clearTimeout(job.lateTimer);
    if (job.reject !== undefined) job.resolve(text);
    this.#sendNext();
  }

  /** Ends every command, now and later, because the connection is gone. */
  fail(error: RconError): void {
    this.#failure ??= error;
    const jobs = [...this.#underWay.values(), ...this.#waiting];
    this.#underWay.clear();
    this.#waiting.length = 0;
    for (const job of jobs) {
      clearTimeout(job.lateTimer);
      job.reject?.(lost(error, job.sent));
    }
  }

  #sendNext(): void {
    while (this.#failure === undefined && this.#underWay.size < this.#options.dialect.maxInFlight) {
      const job = this.#waiting.shift();
      if (job === undefined) return;
      job.sent = true;
      this.#underWay.set(this.#options.send(job.line), job);
    }
  }

  #giveUp(job: Job, error: RconError): void {
    job.reject?.(error);
    const place = this.#waiting.indexOf(job);
    if (place !== -1) {
      this.#waiting.splice(place, 1);
      return;
    }
    const {
      dialect: { lateReplyMs },
      onSilence,
    } = this.#options;
    job.lateTimer = setTimeout(() => {
      onSilence(
        new RconError(
          'timeout',
          `The game did not answer a command, nor within ${lateReplyMs / 1000} s after it was given up. The connection is opened again.`,
        ),
      );
    }, lateReplyMs);
  }
}

function aborted(signal: AbortSignal, sent: boolean): RconError {
  return new RconError(
    'aborted',
    sent ? 'The command was given up while the game worked on it.' : 'The command was given up before it was sent.',
    { cause: signal.reason, sent },
  );
}

function timedOut(timeoutMs: number, sent: boolean): RconError {
  return new RconError(
    'timeout',
    sent
      ? `The game did not answer the command within ${timeoutMs / 1000} s. It may be busy saving, overloaded or hung.`
      : `The command was not sent within ${timeoutMs / 1000} s, because the game still works on earlier ones.`,
    { sent },
  );
}

function lost(failure: RconError, sent: boolean): RconError {
  return new RconError(failure.kind, failure.message, { cause: failure, sent });
}

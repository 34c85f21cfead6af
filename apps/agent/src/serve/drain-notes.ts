import { link, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DRAIN_FILES } from '@gse/agent-client';
import { delay } from '@gse/session';
import { z } from 'zod';
import type { AgentClock } from '../clock.ts';
import { errorCode, messageOf } from '../errors.ts';
import type { AgentLog } from '../log.ts';
import { writeAtomically } from '../write-atomically.ts';

/** Where the agent notes how far a drain is, so that a restarted agent does not begin it again. */
export const drainProgressFile = 'draining.json';

/** What the game container's hook and the operator read once the drain is over. */
export interface DrainResult {
  readonly startedAt: string;
  readonly finishedAt: string;
  /** The world was saved before the game was asked to leave. */
  readonly saved: boolean;
  /** The game was asked to leave; otherwise the signal of the platform does it. */
  readonly asked: boolean;
  /** Nothing of the game listens any more. */
  readonly gone: boolean;
  readonly error?: string;
}

const progressSchema = z.object({
  /** The game has answered in this drain: one that is silent afterwards is saving. */
  answered: z.boolean().optional(),
  /** When the notice of players is over, in milliseconds since the epoch. */
  noticeEndsAt: z.number().optional(),
  saved: z.boolean(),
  asked: z.boolean(),
  error: z.string().optional(),
});
/** How far a drain is. */
export type DrainProgress = z.output<typeof progressSchema>;

/** What the notes need. */
export interface DrainNotesOptions {
  readonly sharedDir: string;
  readonly clock: AgentClock;
  readonly log: AgentLog;
  /** Replaces a file as a whole. Default: on the disk. */
  write?(path: string, content: string): Promise<void>;
}

/** A disk that takes longer for a note is not waited for. */
const slowDiskMs = 1_000;
const retryMs = 500;

/**
 * What a drain leaves in the shared volume. That is a folder of the node's disk, and a node whose disk is full is one whose pods are
 * taken away: the very moment in which nothing can be noted is one in which worlds must be saved.
 */
export class DrainNotes {
  readonly #options: DrainNotesOptions;
  readonly #write: (path: string, content: string) => Promise<void>;
  #writing: Promise<void> = Promise.resolve();
  #hasFailed = false;

  constructor(options: DrainNotesOptions) {
    this.#options = options;
    this.#write = options.write?.bind(options) ?? replace;
  }

  /** How far an earlier agent came; nothing done where there was none. */
  async read(): Promise<DrainProgress> {
    try {
      return progressSchema.parse(JSON.parse(await readFile(this.#path(drainProgressFile), 'utf8')));
    } catch {
      return { saved: false, asked: false };
    }
  }

  /** Notes how far the drain is. Never rejects and never takes long: without the note a restarted agent does a step again, no more. */
  async note(progress: DrainProgress): Promise<void> {
    const content = JSON.stringify(progress);
    this.#writing = this.#writing
      .then(() => this.#write(this.#path(drainProgressFile), content))
      .catch((error: unknown) => this.#say(error));
    await Promise.race([this.#writing, delay(this.#options.clock, slowDiskMs)]);
  }

  /** Whether the hook has been let go already. */
  async isFinished(): Promise<boolean> {
    return stat(this.#path(DRAIN_FILES.done)).then(
      () => true,
      () => false,
    );
  }

  /**
   * Lets the hook go; false where that did not succeed within `patienceMs`. The hook only looks whether the file is there. So where
   * it cannot be written, the request gets its name as a second one, or instead of its own, which needs no room on the disk.
   */
  async finish(result: DrainResult, patienceMs: number, signal: AbortSignal): Promise<boolean> {
    const { clock } = this.#options;
    const done = this.#path(DRAIN_FILES.done);
    const until = clock.elapsed() + patienceMs;
    for (;;) {
      try {
        await this.#write(done, `${JSON.stringify(result)}\n`);
        return true;
      } catch (error) {
        this.#say(error);
      }
      // Not every file system has second names, and some count them as files.
      for (const name of [link, rename]) {
        const problem = await name(this.#path(DRAIN_FILES.request), done).catch((error: unknown) => error);
        if (problem === undefined || errorCode(problem) === 'EEXIST') return true;
      }
      if (signal.aborted || clock.elapsed() >= until) return false;
      await delay(clock, retryMs, signal);
    }
  }

  /**
   * Makes ready for the next request, once this one is answered: a container that is started again in its place may be asked to go
   * again. The answer stays until the hook withdraws it. The request becomes the blank of the next one, which needs no room either.
   */
  async clear(signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    const [request, blank] = [this.#path(DRAIN_FILES.request), this.#path(DRAIN_FILES.blank)];
    this.#writing = this.#writing.then(() => rm(this.#path(drainProgressFile), { force: true })).catch(() => undefined);
    await Promise.race([this.#writing, delay(clock, slowDiskMs)]);
    while (!signal.aborted) {
      const problem = await rename(request, blank).catch((error: unknown) => error);
      if (problem === undefined || errorCode(problem) === 'ENOENT') break;
      await delay(clock, slowDiskMs, signal);
    }
    // Whoever has withdrawn the answer meanwhile has asked again.
    if (!signal.aborted && !(await this.isFinished())) await rename(blank, request).catch(() => undefined);
  }

  #path(name: string): string {
    return join(this.#options.sharedDir, name);
  }

  #say(error: unknown): void {
    if (!this.#hasFailed) this.#options.log(`the drain goes on, but how far it is cannot be noted: ${messageOf(error)}`, 'warn');
    this.#hasFailed = true;
  }
}

/** Not waited for until the disk has it: the notes are for an agent that starts again, and are cleared after a power cut. */
function replace(path: string, content: string): Promise<void> {
  return writeAtomically(path, content, { mode: 0o644, sync: false });
}

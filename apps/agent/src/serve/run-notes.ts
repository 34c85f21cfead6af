import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HealthState } from '@gse/session';
import { z } from 'zod';
import { writeAtomically } from '../write-atomically.ts';

const runSchema = z.object({ startedAt: z.number().optional(), firstHealthyAt: z.number().optional() });
/** What is worth knowing of the present run of the game after the agent starts again. */
export type Run = Pick<HealthState, 'startedAt' | 'firstHealthyAt'>;

/** Name of the notes in the shared volume; removed before every start of the game. */
export const runNotesFile = 'run.json';

/** What an earlier agent noted of the present run; nothing where there was none. */
export async function readRun(sharedDir: string): Promise<Run> {
  try {
    const { startedAt, firstHealthyAt } = runSchema.parse(JSON.parse(await readFile(join(sharedDir, runNotesFile), 'utf8')));
    return { ...(startedAt === undefined ? {} : { startedAt }), ...(firstHealthyAt === undefined ? {} : { firstHealthyAt }) };
  } catch {
    return {};
  }
}

/**
 * Notes since when the game runs and whether it ever answered. Without it a restarted agent would take a game full of
 * players for one that is still starting, and an empty one.
 */
export class RunNotes {
  readonly #path: string;
  #noted: string;
  #writing: Promise<void> = Promise.resolve();

  constructor(sharedDir: string, known: Run) {
    this.#path = join(sharedDir, runNotesFile);
    this.#noted = contentOf(known);
  }

  note(run: Run): void {
    const content = contentOf(run);
    if (content === this.#noted) return;
    this.#noted = content;
    // Best effort: a full volume is no reason to stop looking after the game.
    this.#writing = this.#writing.then(() => writeAtomically(this.#path, content, { mode: 0o644 })).catch(() => undefined);
  }

  /** Settles when everything noted is written. */
  async close(): Promise<void> {
    await this.#writing;
  }
}

function contentOf({ startedAt, firstHealthyAt }: Run): string {
  return JSON.stringify({ startedAt, firstHealthyAt });
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AgentLog } from '../log.ts';
import { messageOf } from '../errors.ts';
import { writeAtomically } from '../write-atomically.ts';
import { z } from 'zod';

/** Name of the notes in the shared volume. */
const noticesFile = 'notices.json';
/** Keys kept: many more than the warnings of a few acts that overlap. */
const kept = 100;

const notesSchema = z.array(z.string().max(1000)).max(kept);

/** What giving notices needs. */
export interface NoticesOptions {
  readonly sharedDir: string;
  readonly log: AgentLog;
  /** Shows a message to everybody; rejects when the game could not be told. */
  announce(message: string): Promise<void>;
}

/**
 * Gives each notice once, whoever asks how often. The operator cannot know whether a notice whose answer it never saw was given:
 * it was killed, or the answer was lost. So it asks again, with the same key, and players hear it only once.
 */
export class Notices {
  readonly #options: NoticesOptions;
  readonly #given: Set<string>;
  readonly #underWay = new Map<string, Promise<void>>();

  private constructor(options: NoticesOptions, given: readonly string[]) {
    this.#options = options;
    this.#given = new Set(given);
  }

  /** Goes on from what an earlier agent of this pod has noted. */
  static async open(options: NoticesOptions): Promise<Notices> {
    const path = join(options.sharedDir, noticesFile);
    const given = await readFile(path, 'utf8').then(
      (text) => notesSchema.safeParse(parse(text)).data ?? [],
      () => [],
    );
    return new Notices(options, given);
  }

  /** Gives the notice, unless one with this key was given or is just being given. Rejects when the game could not be told. */
  async give(key: string, message: string): Promise<void> {
    if (this.#given.has(key)) return;
    let giving = this.#underWay.get(key);
    if (giving === undefined) {
      // Not tied to whoever asked first: the next one waits for the same notice.
      giving = this.#give(key, message).finally(() => this.#underWay.delete(key));
      this.#underWay.set(key, giving);
    }
    await giving;
  }

  async #give(key: string, message: string): Promise<void> {
    const { announce, log, sharedDir } = this.#options;
    await announce(message);
    this.#given.add(key);
    for (const oldest of this.#given) {
      if (this.#given.size <= kept) break;
      this.#given.delete(oldest);
    }
    try {
      await writeAtomically(join(sharedDir, noticesFile), JSON.stringify([...this.#given]), { mode: 0o644 });
    } catch (error) {
      // Known as long as this process lives; a full volume is no reason to call a notice undelivered.
      log(`the notices given could not be noted: ${messageOf(error)}`, 'warn');
    }
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

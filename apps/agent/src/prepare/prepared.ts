import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeAtomically } from '../write-atomically.ts';

/** What the game was prepared with: how a restarted agent knows what the running game has. */
const preparedSchema = z.object({
  at: z.iso.datetime(),
  version: z.string(),
  /** As prepared, plus what was applied live since. */
  settings: z.record(z.string(), z.unknown()),
  settingsHash: z.string(),
  /** `server.json` as it was understood, for an agent that does not understand a newer one. Checked when it is needed. */
  config: z.unknown().optional(),
  /** How far the log file had been written before this start. */
  log: z.object({ ino: z.number(), size: z.number() }).optional(),
});
/** What the game was prepared with. */
export type Prepared = z.output<typeof preparedSchema>;

/** Its name in the shared volume. */
export const preparedFile = 'prepared.json';

/** Writes it into the shared volume. */
export async function writePrepared(sharedDir: string, prepared: Prepared): Promise<void> {
  await writeAtomically(join(sharedDir, preparedFile), `${JSON.stringify(prepared, undefined, 2)}\n`, { mode: 0o644 });
}

/** Reads it back; undefined where the game was not prepared, or by something else. */
export async function readPrepared(sharedDir: string): Promise<Prepared | undefined> {
  try {
    return preparedSchema.safeParse(JSON.parse(await readFile(join(sharedDir, preparedFile), 'utf8'))).data;
  } catch {
    return undefined;
  }
}

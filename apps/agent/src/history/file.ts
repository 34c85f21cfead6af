import { constants } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { historySeriesSchema, type ServerConfig } from '@gse/agent-client';
import { openInside } from '@gse/session';
import { z } from 'zod';
import { errorCode, messageOf } from '../errors.ts';
import { writeAtomically } from '../write-atomically.ts';
import type { History } from './history.ts';
import type { AgentLog } from '../log.ts';

/** The platform's own folder in the data volume. */
const folder = '.gse';
const file = 'history.json';
const maxBytes = 512 * 1024;

const contentSchema = z.object({
  version: z.literal(1),
  server: z.string(),
  namespace: z.string(),
  game: z.string(),
  hour: historySeriesSchema,
  day: historySeriesSchema,
});

/** What an earlier agent wrote; undefined for anything else. */
export function parseHistory(text: string): z.output<typeof contentSchema> | undefined {
  try {
    return contentSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Keeps the history in the data volume, so that a restart keeps the curve and shows the gap. */
export class HistoryFile {
  readonly #root: string;
  readonly #identity: Pick<ServerConfig, 'server' | 'namespace' | 'game'>;
  #written = '';

  constructor(root: string, { server, namespace, game }: Pick<ServerConfig, 'server' | 'namespace' | 'game'>) {
    this.#root = root;
    this.#identity = { server, namespace, game };
  }

  /** Takes over what an earlier agent wrote. Never rejects: a curve is not worth a server. */
  async load(history: History, nowMs: number, log: AgentLog): Promise<void> {
    try {
      const text = await this.#read();
      if (text === undefined) return;
      const content = parseHistory(text);
      if (content === undefined) return log(`${folder}/${file} is not a history of this edition and is not used`, 'warn');
      if (
        content.server !== this.#identity.server ||
        content.namespace !== this.#identity.namespace ||
        content.game !== this.#identity.game
      )
        return log(`${folder}/${file} belongs to ${content.namespace}/${content.server} and is not used`, 'warn');
      history.restore('hour', content.hour, nowMs);
      history.restore('day', content.day, nowMs);
    } catch (error) {
      log(`${folder}/${file} is not used: ${messageOf(error)}`, 'warn');
    }
  }

  /** Writes what is known by now; nothing where it is as it was. */
  async save(history: History, nowMs: number): Promise<void> {
    const text = JSON.stringify({
      version: 1,
      ...this.#identity,
      hour: history.read('hour', nowMs),
      day: history.read('day', nowMs),
    } satisfies z.input<typeof contentSchema>);
    if (text === this.#written) return;
    const path = join(this.#root, folder);
    await mkdir(path, { mode: 0o750 }).catch((error: unknown) => {
      if (errorCode(error) !== 'EEXIST') throw error;
    });
    // The game may write in the volume, too: a link in place of the folder must not lead out of it.
    const opened = await open(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
    try {
      const fixed = process.platform === 'linux' ? `/proc/self/fd/${opened.fd}` : path;
      await writeAtomically(join(fixed, file), text, { mode: 0o640 });
      this.#written = text;
    } finally {
      await opened.close();
    }
  }

  async #read(): Promise<string | undefined> {
    const opened = await openInside(this.#root, join(folder, file)).catch((error: unknown) => {
      if (errorCode(error) === 'ENOENT') return undefined;
      throw error;
    });
    if (opened === undefined) return undefined;
    try {
      const { size } = await opened.stat();
      if (size > maxBytes) throw new Error(`it is larger than ${maxBytes} bytes`);
      return await opened.readFile('utf8');
    } finally {
      await opened.close();
    }
  }
}

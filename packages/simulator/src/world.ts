import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';

const MAX_BUILDS = 10_000;
const MAX_BUILD_LENGTH = 200;

const savedSchema = z.object({
  simulated: z.literal(true),
  revision: z.int().min(0),
  builds: z.array(z.string()).max(MAX_BUILDS),
});

/** What a save needs to know of the running simulation. */
export interface WorldHost {
  /** Throws when the process is gone. */
  alive(): void;
  /** Waits as long as the fault `slowSave` wants. */
  beforeSave(): Promise<void>;
  /** True while the fault `saveFails` holds. */
  saveFails(): boolean;
}

/**
 * The world of a simulated game: one small file that changes on disk only when the game saves. What was built since the
 * last save is lost with the process, which is what tests of stopping and killing look at.
 *
 * The file has a name no game uses, so that a simulated start in a folder with a real world leaves that world alone.
 */
export class SimulatedWorld {
  readonly #path: string;
  readonly #host: WorldHost;
  readonly #builds: string[];
  #revision: number;
  #savedRevision: number;
  #saving: Promise<unknown> = Promise.resolve();
  /** True when there was no world before. */
  readonly created: boolean;

  private constructor(path: string, host: WorldHost, saved: z.output<typeof savedSchema> | undefined) {
    this.#path = path;
    this.#host = host;
    this.created = saved === undefined;
    this.#builds = [...(saved?.builds ?? [])];
    this.#revision = saved?.revision ?? 1;
    this.#savedRevision = saved?.revision ?? 0;
  }

  /** Reads the world, or begins a new one. A file that cannot be understood is an error, never a reason to begin anew. */
  static async open(path: string, host: WorldHost): Promise<SimulatedWorld> {
    let content: string;
    try {
      content = await readFile(path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      return new SimulatedWorld(path, host, undefined);
    }
    return new SimulatedWorld(path, host, savedSchema.parse(JSON.parse(content)));
  }

  /** What stands in the world, saved or not. */
  get builds(): readonly string[] {
    return this.#builds;
  }
  get revision(): number {
    return this.#revision;
  }
  get savedRevision(): number {
    return this.#savedRevision;
  }
  get isSaved(): boolean {
    return this.#revision === this.#savedRevision;
  }

  /** Changes the world in memory. */
  build(text: string): void {
    if (this.#builds.length >= MAX_BUILDS) this.#builds.shift();
    this.#builds.push(text.slice(0, MAX_BUILD_LENGTH));
    this.#revision += 1;
  }

  /** Writes the world to disk and answers whether it could. Saves run one after the other. */
  save(): Promise<boolean> {
    const next = this.#saving.then(() => this.#save());
    this.#saving = next.catch(() => {});
    return next;
  }

  async #save(): Promise<boolean> {
    await this.#host.beforeSave();
    if (this.#host.saveFails()) return false;
    const revision = this.#revision;
    const content = JSON.stringify({ simulated: true, revision, builds: this.#builds });
    await mkdir(dirname(this.#path), { recursive: true });
    await writeFile(`${this.#path}.new`, content);
    // A killed process writes nothing any more; the old save stays whole.
    this.#host.alive();
    await rename(`${this.#path}.new`, this.#path);
    this.#savedRevision = revision;
    return true;
  }
}

import { statfs } from 'node:fs/promises';

/** The volume that the world is on. */
export interface WorldDisk {
  readonly sizeBytes: number;
  /** What the game may still fill: blocks that only root may use are not counted. */
  readonly freeBytes: number;
}

/** Looks at the volume; undefined where it cannot be looked at. */
export async function worldDisk(folder: string): Promise<WorldDisk | undefined> {
  try {
    const { bsize, blocks, bavail } = await statfs(folder);
    return { sizeBytes: blocks * bsize, freeBytes: bavail * bsize };
  } catch {
    return undefined;
  }
}

import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SimulatorFault } from '@gse/sdk';
import { z } from 'zod';
import { faultSchema } from './faults.ts';

/** File in the data folder that carries faults over to later starts. */
const NEXT_START_FILE = '.simulator.json';

const fileSchema = z.object({
  nextStart: z.array(z.object({ fault: faultSchema, starts: z.int().min(1).max(1000) })).max(100),
});
type Planned = z.output<typeof fileSchema>['nextStart'];

/** Plans a fault for the next start, or for several. */
export function planForNextStart(dataDir: string, fault: SimulatorFault, starts = 1): void {
  write(dataDir, [...read(dataDir), { fault, starts }]);
}

/** Forgets everything that was planned. */
export function forgetPlans(dataDir: string): void {
  write(dataDir, []);
}

/** Takes the faults of this start and counts them down. */
export function takePlanned(dataDir: string): readonly SimulatorFault[] {
  const planned = read(dataDir);
  if (planned.length === 0) return [];
  write(
    dataDir,
    planned.filter(({ starts }) => starts > 1).map(({ fault, starts }) => ({ fault, starts: starts - 1 })),
  );
  return planned.map(({ fault }) => fault);
}

function read(dataDir: string): Planned {
  try {
    return fileSchema.parse(JSON.parse(readFileSync(join(dataDir, NEXT_START_FILE), 'utf8'))).nextStart;
  } catch {
    // Absent, or damaged by hand: a plan of tests is not worth refusing a start for.
    return [];
  }
}

function write(dataDir: string, nextStart: Planned): void {
  const path = join(dataDir, NEXT_START_FILE);
  if (nextStart.length === 0) {
    rmSync(path, { force: true });
    return;
  }
  writeFileSync(`${path}.new`, `${JSON.stringify({ nextStart }, null, 2)}\n`);
  renameSync(`${path}.new`, path);
}

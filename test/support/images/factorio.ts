import { factorioSimulator } from '@gse/factorio/simulator';
import { existsSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { standIn } from './stand-in.ts';

/**
 * Takes the place of `bin/x64/factorio`, which the adapter's start script runs twice: with `--create` for a new map, then
 * as the game. Its lines are the standard output, which the script has led into console.log.
 */
const newMap = option('--create');
const map = option('--start-server');
if (newMap !== undefined) writeFileSync(newMap, 'a map of no game');
else if (map !== undefined && existsSync(map)) void standIn({ simulator: factorioSimulator, dataDir: folderWithoutLog() });
else {
  process.stdout.write(`   0.100 Error Util.cpp:81: File ${map ?? ''} does not exist\n`);
  process.exitCode = 1;
}

function option(name: string): string | undefined {
  const index = process.argv.indexOf(name);
  return index < 0 ? undefined : process.argv[index + 1];
}

/** The simulator writes a console.log of its own; here that is the start script's, so the simulator gets another folder to write it to. */
function folderWithoutLog(): string {
  const folder = mkdtempSync(join(tmpdir(), 'factorio-'));
  for (const shared of ['config', 'mods', 'saves', 'scenarios', 'script-output']) {
    mkdirSync(shared, { recursive: true });
    symlinkSync(join(process.cwd(), shared), join(folder, shared));
  }
  return folder;
}

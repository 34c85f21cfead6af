import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { START_FILE, WORLD, WORLD_NOTE } from '../folders.ts';

/** Options that belong to the world: it keeps them until it is wiped. */
const OF_WORLD = ['server.level', 'server.seed', 'server.worldsize', 'server.levelurl'] as const;

/** The command line that the start script would make: what is wished, with the world that is there. */
export function startOptions(dataDir: string): ReadonlyMap<string, string> {
  const wished = read(join(dataDir, START_FILE));
  const note = join(dataDir, WORLD_NOTE);
  const isPlayed = existsSync(join(dataDir, WORLD)) && readdirSync(join(dataDir, WORLD)).some((file) => file.endsWith('.sav'));
  if (!isPlayed) rmSync(note, { force: true });
  const world = existsSync(note)
    ? read(note)
    : new Map(
        OF_WORLD.map((name) => [
          name,
          wished.get(name) === '0' ? String(1 + Math.floor(Math.random() * 2 ** 30)) : (wished.get(name) ?? ''),
        ]),
      );
  if (!existsSync(note)) {
    mkdirSync(dirname(note), { recursive: true });
    writeFileSync(note, [...world].map(([name, value]) => `${name} ${value}\n`).join(''));
  }
  return new Map([...wished, ...world]);
}

function read(path: string): Map<string, string> {
  if (!existsSync(path)) return new Map();
  const lines = readFileSync(path, 'utf8').split('\n');
  return new Map(
    lines.flatMap((line) => {
      const [, name, value = ''] = /^(\S+)\s*(.*)$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, value] as const];
    }),
  );
}

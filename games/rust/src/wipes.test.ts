import { matchesPath, type WipeSpec } from '@gse/sdk';
import { describe, expect, test } from 'vitest';
import { rust } from './definition.ts';
import { BACKUP } from './backup.ts';

/** A volume as it looks after some weeks. */
const VOLUME = [
  'RustDedicated',
  'RustDedicated_Data/Managed/Assembly-CSharp.dll',
  'steamapps/appmanifest_258550.acf',
  'console.log',
  'gse/start.txt',
  'gse/world.txt',
  'gse/home/Steam/logs/stderr.txt',
  'server/main/proceduralmap.3500.12345.262.map',
  'server/main/proceduralmap.3500.12345.262.sav',
  'server/main/proceduralmap.3500.12345.262.sav.1',
  'server/main/player.blueprints.5.db',
  'server/main/player.blueprints.5.db-wal',
  'server/main/player.deaths.5.db',
  'server/main/player.identities.5.db',
  'server/main/player.states.262.db',
  'server/main/player.states.262.db-shm',
  'server/main/player.tokens.db',
  'server/main/sv.files.262.db',
  'server/main/companion.id',
  'server/main/cfg/server.cfg',
  'server/main/cfg/users.cfg',
  'server/main/cfg/bans.cfg',
  'oxide/plugins/Kits.cs',
  'oxide/data/Kits.json',
  'oxide/logs/oxide_2026-11-01.txt',
  'carbon/managed/Carbon.dll',
] as const;

function removed({ remove, keep = [] }: WipeSpec): readonly string[] {
  return VOLUME.filter(
    (path) => remove.some((pattern) => matchesPath(path, pattern)) && !keep.some((pattern) => matchesPath(path, pattern)),
  );
}

describe('wipes', () => {
  const { map, blueprints, full } = rust.wipes ?? {};
  test('of the map take the world and what was carried, with its databases whole, and leave what was learned', () => {
    expect(map && removed(map)).toEqual([
      'gse/world.txt',
      'server/main/proceduralmap.3500.12345.262.map',
      'server/main/proceduralmap.3500.12345.262.sav',
      'server/main/proceduralmap.3500.12345.262.sav.1',
      'server/main/player.deaths.5.db',
      'server/main/player.states.262.db',
      'server/main/player.states.262.db-shm',
      'server/main/sv.files.262.db',
    ]);
  });

  test('of blueprints take those, too', () => {
    const more = removed(blueprints as WipeSpec).filter((path) => !removed(map as WipeSpec).includes(path));
    expect(more).toEqual(['server/main/player.blueprints.5.db', 'server/main/player.blueprints.5.db-wal']);
  });

  test('of everything leave rights, bans, the registration for Rust+, plugins and the game', () => {
    expect(VOLUME.filter((path) => !removed(full as WipeSpec).includes(path))).toEqual([
      'RustDedicated',
      'RustDedicated_Data/Managed/Assembly-CSharp.dll',
      'steamapps/appmanifest_258550.acf',
      'console.log',
      'gse/start.txt',
      'gse/home/Steam/logs/stderr.txt',
      'server/main/companion.id',
      'server/main/cfg/server.cfg',
      'server/main/cfg/users.cfg',
      'server/main/cfg/bans.cfg',
      'oxide/plugins/Kits.cs',
      'oxide/data/Kits.json',
      'oxide/logs/oxide_2026-11-01.txt',
      'carbon/managed/Carbon.dll',
    ]);
  });
});

test('a backup has the world, its players and plugins, and nothing that can be downloaded again', () => {
  const backedUp = VOLUME.filter(
    (path) => BACKUP.include.some((pattern) => matchesPath(path, pattern)) && !BACKUP.exclude.some((pattern) => matchesPath(path, pattern)),
  );
  expect(backedUp).toEqual(VOLUME.filter((path) => /^server\/|^gse\/world|^oxide\/(?:plugins|data)/.test(path)));
});

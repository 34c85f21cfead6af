import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CHARTS_FOLDER, differences, edition, writeEdition } from './edition.ts';

test('the charts say what the adapters say; otherwise run pnpm gen', () => {
  for (const { path, is, shouldBe } of differences(CHARTS_FOLDER)) expect(is, path).toBe(shouldBe);
});

describe('writing the edition', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'gse-edition-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('writes everything, and again changes nothing', () => {
    expect(differences(folder).length).toBe(edition().files.size + edition().links.size);
    writeEdition(folder);
    expect(differences(folder)).toEqual([]);
    writeEdition(folder);
    expect(differences(folder)).toEqual([]);
  });

  test('removes what is left of a game that is no more, and nothing that others wrote or that a link leads to', () => {
    writeEdition(folder);
    const [link] = edition().links.keys();
    const library = join(folder, 'library/gse-lib/templates');
    mkdirSync(library, { recursive: true });
    writeFileSync(join(library, '_mine.tpl'), 'mine');
    const [own, gone] = [join(folder, 'system/my-own'), join(folder, 'apps/gone-server')];
    for (const [chart, first] of [
      [own, '# Mine.'],
      [gone, '# Made from games/gone by `pnpm gen`.'],
    ] as const) {
      mkdirSync(chart, { recursive: true });
      writeFileSync(join(chart, 'Chart.yaml'), `${first}\nname: x\n`);
    }
    expect(differences(folder).map(({ path }) => path)).toEqual(['apps/gone-server/Chart.yaml']);
    writeEdition(folder);
    expect(existsSync(join(gone, 'Chart.yaml'))).toBe(false);
    expect(existsSync(join(own, 'Chart.yaml'))).toBe(true);
    expect(readFileSync(join(folder, link ?? '', 'templates/_mine.tpl'), 'utf8')).toBe('mine');
  });
});

import { describe, expect, test } from 'vitest';
import type { Fix } from '@gse/resources';
import type { AnyGame } from '@gse/sdk';
import { checks, reportText, runCheck, runConformance, type CheckResult } from '../src/index.ts';
import { breakages, type Breakage } from './breakages.ts';
import { pond } from './sample/game.ts';
import { pondSimulator, type Quirks } from './sample/simulator.ts';

const TIMEOUT_MS = 120_000;

test('there is a broken adapter for every check', () => {
  expect(breakages.map(({ check }) => check).toSorted()).toEqual(checks.map(({ id }) => id).toSorted());
});

describe.concurrent('a broken adapter fails the check for it', { timeout: TIMEOUT_MS }, () => {
  test.each(breakages)('$check', async (breakage) => {
    const check = checks.find(({ id }) => id === breakage.check)!;
    expect(await runCheck(check, broken(breakage))).toMatchObject({ outcome: 'fail', finding: expect.stringMatching(breakage.says) });
  });
});

describe.concurrent('and no other', { timeout: TIMEOUT_MS }, () => {
  // Mistakes in different parts are made at once: the whole kit on each of them alone takes minutes.
  const groups = together(breakages.filter(({ takesAlong }) => takesAlong === undefined));
  test.each(groups.map((group) => [group.map(({ check }) => check).join(', '), group] as const))('%s', async (_, group) => {
    const report = await runConformance(broken(...group), { concurrency: 8 });
    expect(failed(report.results), reportText(report)).toEqual(group.map(({ check }) => check).toSorted());
  });
});

test('a mistake that lets nothing start fails whatever starts a server', { timeout: TIMEOUT_MS }, async () => {
  for (const breakage of breakages.filter(({ takesAlong }) => takesAlong !== undefined)) {
    const { results } = await runConformance(broken(breakage), { concurrency: 24 });
    expect(failed(results)).toEqual(expect.arrayContaining([breakage.check, 'starts', 'stop', 'players-known']));
  }
});

test('a simulator that breaks down is a finding, not a crash of the kit', { timeout: TIMEOUT_MS }, async () => {
  const starts = checks.find(({ id }) => id === 'starts')!;
  const result = await runCheck(starts, {
    game: pond,
    simulator: {
      game: 'pond',
      run: async () => {
        throw new Error('no such thing');
      },
    },
  });
  expect(result).toMatchObject({ outcome: 'fail', finding: expect.stringContaining('no such thing') });
});

test('a fix of no known shape is told once, with the shapes that there are', async () => {
  const fix = { kind: 'link', title: 'Read on', url: 'https://example.org' } as unknown as Fix;
  const diagnoses = pond.diagnoses.map((diagnosis) => (diagnosis.id === 'Frozen' ? { ...diagnosis, fix } : diagnosis));
  const result = await runCheck(
    checks.find(({ id }) => id === 'diagnoses-fixes')!,
    broken({ game: { diagnoses } }),
  );
  const finding = result.outcome === 'fail' ? result.finding : '';
  expect(finding.match(/Frozen/g)).toHaveLength(1);
  expect(finding).toContain("{ kind: 'link', title, href }");
});

test('a ban may be lifted by the id that the game tells, where names are forgotten with those who left', async () => {
  const idOf = (name: string): string => `id-of-${name}`;
  const game: Partial<AnyGame> = {
    players: async (context) => {
      const answer = await pond.players(context);
      if (!answer.known) return answer;
      return { ...answer, names: (answer.names ?? []).map(({ name }) => ({ name, id: idOf(name) })) };
    },
    moderation: {
      ...pond.moderation,
      unban: async (context, { player }) =>
        player.startsWith('id-of-')
          ? pond.moderation!.unban!(context, { player: player.slice('id-of-'.length) })
          : { done: false, message: 'Nobody of that name is here.' },
    },
  };
  const ban = checks.find(({ id }) => id === 'ban')!;
  expect(await runCheck(ban, broken({ game }))).toMatchObject({ outcome: 'pass' });
  const unbanNobody = { ...game.moderation, unban: async () => ({ done: false, message: 'No.' }) };
  expect(await runCheck(ban, broken({ game: { ...game, moderation: unbanNobody } }))).toMatchObject({
    outcome: 'fail',
    finding: expect.stringContaining('also by the id id-of-Ada'),
  });
});

function broken(...mistakes: readonly Pick<Breakage, 'game' | 'quirks'>[]): { game: AnyGame; simulator: ReturnType<typeof pondSimulator> } {
  const quirks: Quirks = Object.assign({}, ...mistakes.map((mistake) => mistake.quirks));
  return { game: Object.assign({}, pond, ...mistakes.map(({ game }) => game)), simulator: pondSimulator(quirks) };
}

/** Puts mistakes that change different parts of the adapter together. */
function together(mistakes: readonly Breakage[]): readonly (readonly Breakage[])[] {
  const groups: { readonly parts: Set<string>; readonly members: Breakage[]; readonly isClosed: boolean }[] = [];
  for (const mistake of mistakes) {
    const parts = [...Object.keys(mistake.game ?? {}), ...Object.keys(mistake.quirks ?? {})];
    let group = groups.find(
      (candidate) => mistake.hidesOthers !== true && !candidate.isClosed && parts.every((part) => !candidate.parts.has(part)),
    );
    if (group === undefined) groups.push((group = { parts: new Set(), members: [], isClosed: mistake.hidesOthers === true }));
    for (const part of parts) group.parts.add(part);
    group.members.push(mistake);
  }
  return groups.map(({ members }) => members);
}

function failed(results: readonly CheckResult[]): readonly string[] {
  return results
    .filter(({ outcome }) => outcome === 'fail')
    .map(({ id }) => id)
    .toSorted();
}

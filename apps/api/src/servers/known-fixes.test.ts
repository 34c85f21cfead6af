import { gameById, games } from '@gse/catalog';
import { API_VERSION, type Fix, type GameServerSpec, type Reason } from '@gse/resources';
import { decide, diagnose, planServer, type AnyGame } from '@gse/sdk';
import type { GameServer } from '@gse/server-objects';
import { expect, test } from 'vitest';
import { knownFix } from './known-fixes.ts';

const serverWith = (spec: GameServerSpec): GameServer => ({
  apiVersion: API_VERSION,
  kind: 'GameServer',
  metadata: { name: 'world', namespace: 'default' },
  spec,
});
const specOf = ({ id }: AnyGame): GameServerSpec => ({ game: id, state: 'Running', intent: 'None' });
/** As it comes out of a status: without nulls, and with keys in any order. */
const stored = (fix: Fix): Fix =>
  JSON.parse(JSON.stringify(fix), (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value)
            .filter(([, inner]) => inner !== null)
            .toReversed(),
        )
      : value,
  ) as Fix;

const patches = games.flatMap((game) =>
  game.diagnoses.flatMap(({ id, examples, exit }) =>
    [
      ...examples.map((line) => ({ lines: [line] })),
      ...(exit ? [{ lines: [], exit: { exitCode: exit.codes?.[0] ?? 137, oomKilled: true } }] : []),
    ]
      .map((seen) => ({ seen, finding: diagnose(game.diagnoses, seen, specOf(game)) }))
      .flatMap(({ seen: { lines }, finding }) =>
        finding?.diagnosis.id === id && finding.fix?.kind === 'patch'
          ? [{ game, name: `${game.id} ${id}`, id, lines, fix: finding.fix }]
          : [],
      ),
  ),
);

test.each(patches)('the fix of the diagnosis $name is known, as the adapter has it', ({ game, id, lines, fix }) => {
  const reason: Reason = { code: id, message: 'it is ill', fix: stored(fix), evidence: lines };
  expect(knownFix(game, serverWith(specOf(game)), reason)).toEqual(fix);
  expect(knownFix(game, serverWith(specOf(game)), { ...reason, fix: { ...fix, title: 'Something else' } })).toBeUndefined();
  expect(knownFix(game, serverWith(specOf(game)), { ...reason, code: 'Another' })).toBeUndefined();
});

test('there are such diagnoses', () => expect(patches.length).toBeGreaterThan(10));

test('the fix for a licence is the one that the operator names', () => {
  const game = gameById('minecraft');
  if (game === undefined) throw new Error('there is no minecraft');
  const spec = { ...specOf(game), licences: [{ id: 'other', accepted: true, acceptedBy: 'carol' }] };
  const { reason } = decide({
    now: 0,
    server: { name: 'world', uid: 'u', generation: 1, deleting: false },
    spec,
    game,
    plan: planServer(game, spec),
    previous: {},
    operations: [],
    observed: { network: { state: 'Ready', endpoints: [] } },
  }).status;
  expect(reason).toMatchObject({ code: 'LicenceNotAccepted', fix: { kind: 'patch' } });
  if (reason?.fix) expect(knownFix(game, serverWith(spec), reason)).toEqual(reason.fix);
});

test.each<[string, Fix]>([
  ['NoAddress', { kind: 'patch', title: 'Use a port of the node instead', patch: { spec: { network: { type: 'NodePort' } } } }],
  ['GameExited', { kind: 'patch', title: 'Keep it stopped', patch: { spec: { state: 'Stopped' } } }],
  ['Whatever', { kind: 'operation', title: 'Restart', operation: 'restart' }],
])('the fix of the operator for %s is known', (code, fix) => {
  const game = gameById('factorio');
  expect(knownFix(game, serverWith({ game: 'factorio', state: 'Running', intent: 'None' }), { code, message: '', fix })).toEqual(fix);
});

test('of a game that nobody knows here no patch is known', () => {
  const fix: Fix = { kind: 'patch', title: 'More', patch: { spec: { resources: { memory: '2Gi' } } } };
  const spec = { game: 'unknown', state: 'Running', intent: 'None' } as const;
  expect(knownFix(undefined, serverWith(spec), { code: 'OutOfMemory', message: '', fix })).toBeUndefined();
});

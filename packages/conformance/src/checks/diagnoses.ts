import { fixSchema, gameServerSpecSchema, operationTypeSchema, parseQuantity, type Fix, type GameServerSpec } from '@gse/resources';
import { diagnose, planServer, type AnyGame, type Diagnosis } from '@gse/sdk';
import type { z } from 'zod';
import { nothing, type Check } from '../check.ts';
import { require, requireNone } from '../errors.ts';
import { mergePatch } from '../merge-patch.ts';
import { runaway } from '../patterns.ts';
import { specOf } from '../server/order.ts';
import type { Subject } from '../subject.ts';

/** Longest time for a pattern over all hostile lines; it takes milliseconds unless it runs away. */
const PATTERN_MS = 5_000;
const LONGEST_LINE = 8_192;

/** Known troubles: recognised, explained, and with a way out that works. */
export const diagnosesChecks: readonly Check[] = [
  {
    id: 'diagnoses-words',
    title: 'every diagnosis has an id of its own, a title, and says in sentences what happened and what to do',
    why: 'Somebody whose server is down reads half a sentence.',
    look: 'diagnoses.ts',
    absent: withoutDiagnoses,
    run({ game: { diagnoses } }) {
      const seen = new Set<string>();
      requireNone(
        diagnoses.flatMap(({ id, title, meaning, remedy, pattern, exit }) => {
          const isDouble = seen.has(id);
          seen.add(id);
          return [
            ...(/^[A-Z][A-Za-z0-9]{2,79}$/.test(id) ? [] : [`${JSON.stringify(id)} is not in CamelCase`]),
            ...(isDouble ? [`${id} is there twice`] : []),
            ...(/^\S.*[^.\s]$/.test(title) ? [] : [`${id}: its title is empty or ends like a sentence`]),
            ...(
              [
                ['meaning', meaning],
                ['remedy', remedy],
              ] as const
            ).flatMap(([name, text]) =>
              /^\p{Lu}.*[.!?]$/su.test(text) || /^\S+\.\w+ .*[.!?]$/s.test(text)
                ? []
                : [`${id}: its ${name} is no sentence: ${JSON.stringify(text)}`],
            ),
            ...(pattern === undefined && exit === undefined ? [`${id} has neither pattern nor exit, so it is never found`] : []),
          ];
        }),
      );
    },
  },
  {
    id: 'diagnoses-examples',
    title: 'every pattern has example lines, and each of them is recognised as its own diagnosis first',
    why: 'Somebody is shown the way out of another trouble than the one they have.',
    look: 'diagnoses.ts',
    absent: withoutDiagnoses,
    run({ game }) {
      requireNone(
        game.diagnoses.flatMap((diagnosis) => [
          ...(diagnosis.pattern !== undefined && diagnosis.examples.length === 0 ? [`${diagnosis.id} has a pattern and no example`] : []),
          ...diagnosis.examples.flatMap((line) => {
            const found = diagnose(game.diagnoses, { lines: [line] }, specOf(game))?.diagnosis.id;
            return found === diagnosis.id
              ? []
              : [`${diagnosis.id}: ${JSON.stringify(line.slice(0, 200))} is recognised as ${found ?? 'nothing'}`];
          }),
        ]),
      );
    },
  },
  {
    id: 'diagnoses-fixes',
    title: 'every fix is well formed, and a patch leads to an order that can be met',
    why: 'Somebody clicks on the way out, and it is refused or breaks the order.',
    look: 'diagnoses.ts',
    absent: withoutDiagnoses,
    run({ game }) {
      requireNone(
        game.diagnoses.flatMap((diagnosis) => {
          const found = specs(game).flatMap(({ words, spec }) =>
            fixesOf(diagnosis, spec).flatMap((fix) => fixProblems(game, spec, fix).map((problem) => ({ words, problem }))),
          );
          // One sentence for a problem, whatever the order.
          return [...Map.groupBy(found, ({ problem }) => problem)].map(
            ([problem, [first]]) => `${diagnosis.id}, with ${first?.words ?? ''}: ${problem}`,
          );
        }),
      );
    },
  },
  {
    id: 'diagnoses-reproduced',
    title: 'every diagnosis can be acted out by the simulator and is found in what it leaves behind',
    why: 'The way out of a trouble is never tried before somebody is in it.',
    look: 'simulator/index.ts',
    absent: withoutDiagnoses,
    async run({ game, launch }) {
      const findings: string[] = [];
      for (const { id } of game.diagnoses) {
        await using server = await launch({ faults: [{ kind: 'crash', diagnosis: id }] });
        const code = await server.ended();
        const found = server.diagnosis()?.diagnosis.id;
        if (found !== id)
          findings.push(`${id} was acted out, and what is found is ${found ?? 'nothing'} (code ${code}; last line ${server.lastWords()})`);
      }
      requireNone(findings);
    },
  },
  {
    id: 'disk-full',
    title: 'a full volume is a known trouble, and its way out is a larger one',
    why: 'The most common end of a world that grew for months is shown as “crashed”, again and again.',
    look: 'diagnoses.ts',
    run({ game }) {
      const line = game.diagnoses.flatMap(({ examples }) => examples).find((example) => NO_SPACE.test(example));
      require(line !== undefined, 'No diagnosis has an example line of a full volume, such as “No space left on device”.');
      const spec = specOf(game);
      const found = diagnose(game.diagnoses, { lines: [line] }, spec);
      require(grows(game, spec, found?.fix, 'storageBytes'), `${found?.diagnosis.id ?? 'What is found'} has no fix that grows the volume.`);
    },
  },
  {
    id: 'out-of-memory',
    title: 'a game that the kernel ended for memory is recognised, and the way out is more memory',
    why: 'A server that is too small crashes every evening, and nobody is told that a larger size would help.',
    look: 'diagnoses.ts',
    async run({ game, launch }) {
      const server = await launch({ faults: [{ kind: 'crash', oom: true }] });
      const code = await server.ended();
      const found = server.diagnosis();
      require(found !==
        undefined, `The kernel ended the game for memory (code ${code}), and no diagnosis says so; exit: { oomKilled: true } does.`);
      require(grows(game, server.spec, found.fix, 'memoryBytes'), `${found.diagnosis.id} has no fix that gives the server more memory.`);
    },
  },
  {
    id: 'patterns-bounded',
    title: 'no pattern runs away on a line that was made to make it',
    why: 'A player freezes the agent with one line of chat.',
    look: 'log.ts',
    async run({ game }) {
      const { file: _, ...log } = game.log;
      const named = [
        ...Object.entries(log).map(([name, pattern]) => ({ name: `log.${name}`, pattern })),
        ...game.diagnoses.flatMap(({ id, pattern }) => (pattern === undefined ? [] : [{ name: id, pattern }])),
        { name: 'versions.accepts', pattern: game.versions.accepts },
      ];
      requireNone(
        named.flatMap(({ name, pattern }) =>
          /[gy]/.test(pattern.flags) ? [`${name} has the flag g or y, with which it remembers its place from line to line`] : [],
        ),
      );
      const stuck = await runaway(
        named.map(({ pattern }) => pattern),
        hostileLines(game),
        PATTERN_MS,
      );
      const [{ name } = { name: '' }] = named.filter(({ pattern }) => pattern === stuck);
      require(stuck === undefined, `${name} did not get through lines of ${LONGEST_LINE} characters in ${PATTERN_MS / 1000} seconds.`);
    },
  },
];

function withoutDiagnoses({ game }: Subject): string | undefined {
  return nothing(game.diagnoses, 'the game has no diagnoses');
}

/** Orders in whose light a fix may be worked out. */
function specs(game: AnyGame): readonly { readonly words: string; readonly spec: GameServerSpec }[] {
  return [
    { words: 'a plain order', spec: specOf(game) },
    { words: 'no licence accepted', spec: specOf(game, { licences: 'declined' }) },
    ...Object.keys(game.presets).map((size) => ({ words: `size ${size}`, spec: specOf(game, { size }) })),
    { words: 'memory by hand', spec: specOf(game, { memory: '2Gi' }) },
    { words: 'a pinned version', spec: specOf(game, { pin: game.versions.recommended }) },
  ];
}

function fixesOf({ fix, pattern, examples }: Diagnosis, spec: GameServerSpec): readonly Fix[] {
  if (typeof fix !== 'function') return fix === undefined ? [] : [fix];
  const matches = [undefined, ...examples.map((line) => (pattern && line.match(pattern)) ?? undefined)];
  return matches.flatMap((match) => fix({ spec, match }) ?? []);
}

function fixProblems(game: AnyGame, spec: GameServerSpec, fix: Fix): readonly string[] {
  const parsed = fixSchema.strict().safeParse(fix);
  if (!parsed.success)
    return [
      `the fix is not well formed: ${complaints(parsed.error)} (a fix is one of { kind: 'patch', title, patch }, { kind: 'operation', title, operation } and { kind: 'link', title, href })`,
    ];
  const words = fix.title.trim() === '' ? ['the button has no words'] : [];
  switch (fix.kind) {
    case 'link':
      return /^https:\/\/[^\s/]+/.test(fix.href ?? '') ? words : [...words, `the link ${fix.href ?? ''} is no https address`];
    case 'operation': {
      return operationTypeSchema.safeParse(fix.operation).success ? words : [...words, `there is no operation ${fix.operation ?? ''}`];
    }
    case 'patch': {
      const keys = Object.keys(fix.patch ?? {});
      if (keys.join() !== 'spec') return [...words, `the patch touches ${keys.join(', ') || 'nothing'}; only spec may be changed`];
      return [...words, ...patchProblems(game, spec, fix)];
    }
  }
}

function patchProblems(game: AnyGame, spec: GameServerSpec, { patch }: Fix): readonly string[] {
  const { spec: merged } = mergePatch({ spec }, patch) as { spec: unknown };
  const parsed = gameServerSpecSchema.strict().safeParse(merged);
  if (!parsed.success) return [`after the patch the order is not well formed: ${complaints(parsed.error)}`];
  if (parsed.data.game !== spec.game) return ['the patch changes the game'];
  const plan = planServer(game, parsed.data);
  return plan.ok ? [] : plan.problems.map(({ path, message }) => `after the patch the order cannot be met: ${path}: ${message}`);
}

function complaints({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => [path.join('.'), message].filter((part) => part !== '').join(': ')).join('; ');
}

const NO_SPACE = /no space left|disk (?:is )?full|not enough (?:disk )?space|enospc|quota exceeded|volume is full/i;

/** True when a fix leads to an order with more of something. */
function grows(game: AnyGame, spec: GameServerSpec, fix: Fix | undefined, what: 'memoryBytes' | 'storageBytes'): boolean {
  if (fix?.kind !== 'patch') return false;
  const { spec: merged } = mergePatch({ spec }, fix.patch) as { spec: unknown };
  const parsed = gameServerSpecSchema.safeParse(merged);
  if (!parsed.success) return false;
  const [before, after] = [spec, parsed.data].map((order) => {
    const result = planServer(game, order);
    if (!result.ok) return 0;
    return what === 'memoryBytes' ? result.plan.memoryBytes : parseQuantity(result.plan.storage);
  });
  return before !== undefined && after !== undefined && after > before;
}

/** Long lines, and what the adapter knows stretched until it no longer matches. */
function hostileLines(game: AnyGame): readonly string[] {
  const stretched = ['a', ' ', '[', ']', '.', '0', '(', '"', '<', 'a ', '[a]', '0.', '/a', ': '].map((piece) =>
    piece.repeat(Math.ceil(LONGEST_LINE / piece.length)).slice(0, LONGEST_LINE),
  );
  const known = game.diagnoses
    .flatMap(({ examples }) => examples.slice(0, 1))
    .map((line) => `${line.repeat(Math.ceil(LONGEST_LINE / line.length)).slice(0, LONGEST_LINE)}\u0001`);
  return [...stretched, ...stretched.map((line) => `${line}!`), ...known];
}

import { checkSettings, type AnyGame, type FilePatch } from '@gse/sdk';
import type { Check } from '../check.ts';
import { requireNone } from '../errors.ts';
import { keysIn, unlike } from '../formats.ts';
import { FolderInMemory } from '../server/folder.ts';
import { patchesOf, planOrder } from '../server/order.ts';
import { makeSecrets } from '../server/secrets.ts';
import type { Subject } from '../subject.ts';
import { fieldSchemas } from '../values.ts';

const PLANT = 'gse_planted';

/** Texts that try to become more than a value, in one format or another. Being refused is as good as being quoted. */
const TEXTS: readonly string[] = [
  `a\n${PLANT}=1`,
  `a\r\n${PLANT} "1"`,
  `a"\n${PLANT} "1`,
  `a", "${PLANT}": "1`,
  `a"; ${PLANT} 1; "`,
  `a; ${PLANT} 1`,
  'ends with \\',
  'a "quoted" word',
  "it's",
  'a # b // c',
  ' begins and ends with a blank ',
  'äöü € 😀',
  '$(touch /tmp/gse_planted) `id` ${HOME}',
];

/** What people write into a field, taken for no more than it is. */
export const hostileChecks: readonly Check[] = [
  {
    id: 'settings-injection',
    title: 'a text of a setting becomes the value of its own key as it is, or is refused by its pattern',
    why: 'A name arrives in the game as another one, or whoever may change the greeting can set the password of the console.',
    look: 'files.ts',
    absent: withoutTexts,
    run({ game }) {
      const secrets = makeSecrets(game, 'all');
      const findings: string[] = [];
      // What is wrong with a plain order already is another check's.
      const plain = patchesOf(game, planOrder(game), secrets);
      const known = new Set(troublesOf(plain));
      for (const field of textFields(game)) {
        for (const value of taken(game, field)) {
          const patches = patchesOf(game, planOrder(game, { settings: { [field]: value } }), secrets);
          const troubles = troublesOf(patches).filter((trouble) => !known.has(trouble));
          findings.push(...troubles.map((trouble) => `${field} = ${JSON.stringify(value)}: ${trouble}`));
        }
      }
      requireNone(findings);
    },
  },
  {
    id: 'settings-script',
    title: 'no text of a setting stands in a script that the container runs',
    why: 'Whoever may change a setting can run whatever they like in the container.',
    look: 'workload.ts',
    absent: withoutTexts,
    run({ game }) {
      requireNone(
        textFields(game).flatMap((field) =>
          taken(game, field)
            .flatMap((value) => {
              const { command = [], args = [] } = planOrder(game, { settings: { [field]: value } }).plan.workload;
              const words = [...command, ...args];
              const scripts = words.filter(
                (_, at) => /^-\w*c$/.test(words[at - 1] ?? '') && /(?:^|\/)(?:ba|da|a|z)?sh$/.test(words[0] ?? ''),
              );
              return scripts.some((script) => script.includes(value))
                ? [`${field} is put into the script of the container; hand it over as a variable`]
                : [];
            })
            .slice(0, 1),
        ),
      );
    },
  },
];

/** What files say otherwise than they should, and which keys they should not have. */
function troublesOf(patches: readonly FilePatch[]): readonly string[] {
  const folder = new FolderInMemory();
  folder.apply(patches);
  return patches.flatMap((patch) => {
    // An adapter that only takes keys away leaves no file.
    const content = folder.read(patch.path);
    if (content === undefined) return [];
    const planted = (keysIn(content, patch) ?? []).filter((key) => key.includes(PLANT));
    return planted.length > 0 ? [`the key ${planted.join(', ')} is put into ${patch.path}`] : unlike(content, patch);
  });
}

function textFields(game: AnyGame): readonly string[] {
  return [...fieldSchemas(game)].flatMap(([name, { type, enum: choices }]) => (type === 'string' && choices === undefined ? [name] : []));
}

/** The hostile texts that a field takes. */
function taken(game: AnyGame, field: string): readonly string[] {
  return TEXTS.filter((value) => checkSettings(game, { [field]: value }).problems.length === 0);
}

function withoutTexts({ game }: Subject): string | undefined {
  return textFields(game).length === 0 ? 'no setting takes free text' : undefined;
}

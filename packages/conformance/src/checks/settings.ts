import { StructuralSchemaError, toStructural } from '@gse/resources';
import { checkSettings, patternWords, settingMetas, type AnyGame } from '@gse/sdk';
import { z } from 'zod';
import type { Check } from '../check.ts';
import { require, requireNone } from '../errors.ts';
import { patchesOf, planOrder } from '../server/order.ts';
import { makeSecrets } from '../server/secrets.ts';
import { changes, fieldSchemas, otherValues } from '../values.ts';

/** What forms, charts and reference pages are made of. */
export const settingsChecks: readonly Check[] = [
  {
    id: 'settings-defaults',
    title: 'an order without a single setting can be met',
    why: 'The first order of a newcomer is refused.',
    look: 'settings/index.ts',
    run({ game }) {
      planOrder(game);
      const { problems } = checkSettings(game, {});
      requireNone(problems.map(({ path, message }) => `${path}: ${message}`));
    },
  },
  {
    id: 'settings-documented',
    title: 'every setting says where it belongs, what it does, when it takes effect and where it lands',
    why: 'People see a field in the order form and cannot know what it does or whether it needs a restart.',
    look: 'settings/index.ts',
    run({ game }) {
      const metas = settingMetas(game.settings);
      requireNone(
        [...metas].flatMap(([name, meta]) => {
          if (meta === undefined) return [`${name} has no meta()`];
          const missing = (['group', 'title', 'description', 'applies', 'lands'] as const).filter(
            (key) => typeof meta[key] !== 'string' || meta[key].trim() === '',
          );
          return [
            ...missing.map((key) => `${name} says no ${key}`),
            ...(['live', 'restart', 'wipe'].includes(meta.applies)
              ? []
              : [`${name} applies ${JSON.stringify(meta.applies)}; known are live, restart and wipe`]),
            ...(/[.!?]$/.test(meta.description ?? '.')
              ? []
              : [`${name}: its description is no sentence: ${JSON.stringify(meta.description)}`]),
          ];
        }),
      );
    },
  },
  {
    id: 'settings-words',
    title: 'every pattern of a setting is also said in words',
    why: 'People whose order is refused read a regular expression instead of what they may write.',
    look: 'settings/index.ts',
    absent: ({ game }) => (withPattern(game).length === 0 ? 'no setting has a pattern' : undefined),
    run({ game }) {
      requireNone(
        withPattern(game).flatMap((name) => {
          const words = patternWords(game.settings.shape[name] as z.ZodType);
          if (words === undefined) return [`${name} says its pattern in no words; give regex() them as well: 'must be …'`];
          if (!/^must (?:be|have|not have) /.test(words))
            return [`${name}: its words begin with neither must be, must have nor must not have: ${JSON.stringify(words)}`];
          // Refusals of one order stand behind one another, with semicolons in between.
          return words.includes(';') ? [`${name}: its words have a semicolon in them: ${JSON.stringify(words)}`] : [];
        }),
      );
    },
  },
  {
    id: 'settings-limits',
    title: 'every setting has a default inside its own limits and refuses what is of another kind',
    why: 'A form offers a value that the server then refuses, or takes one that breaks the game.',
    look: 'settings/index.ts',
    run({ game }) {
      const schemas = fieldSchemas(game);
      requireNone(
        Object.entries(game.settings.shape).flatMap(([name, type]) => {
          const field = type as z.ZodType;
          const standard = field.safeParse(undefined);
          if (!standard.success) return [`${name} has no default`];
          const findings = field.safeParse(standard.data).success
            ? []
            : [`${name}: its default ${JSON.stringify(standard.data)} is outside its own limits`];
          if (field.safeParse({ not: 'a setting' }).success) findings.push(`${name} takes an object, whatever is in it`);
          const schema = schemas.get(name);
          if (schema?.type === 'string' && schema.enum === undefined && field.safeParse('x'.repeat(100_000)).success)
            findings.push(`${name} takes a text of 100000 characters`);
          return findings;
        }),
      );
    },
  },
  {
    id: 'settings-orderable',
    title: 'every setting can be part of an order on a cluster',
    why: 'The game runs on one machine and cannot be ordered on Kubernetes.',
    look: 'settings/index.ts',
    run({ game }) {
      requireNone(
        Object.entries(game.settings.shape).flatMap(([name, field]) => {
          try {
            toStructural(z.object({ [name]: field as z.ZodType }));
            return [];
          } catch (error) {
            if (error instanceof StructuralSchemaError) return [error.message];
            throw error;
          }
        }),
      );
    },
  },
  {
    id: 'settings-land',
    title: 'every setting changes a file or the container, and the file it names',
    why: 'Somebody changes a setting, is told that it was applied, and nothing is different.',
    look: 'files.ts',
    absent: ({ game }) => (Object.keys(game.settings.shape).length === 0 ? 'the game has no settings' : undefined),
    run({ game }) {
      const secrets = makeSecrets(game);
      const look = (settings: Readonly<Record<string, unknown>>): { files: ReadonlyMap<string, string>; workload: string } => {
        const planned = planOrder(game, { settings });
        // Several patches may go into one file.
        const files = Map.groupBy(patchesOf(game, planned, secrets), ({ path }) => path);
        return {
          files: new Map([...files].map(([path, patches]) => [path, JSON.stringify(patches)])),
          workload: JSON.stringify(planned.plan.workload),
        };
      };
      const possible = changes(game);
      const untried = Object.keys(game.settings.shape).filter((field) => otherValues(game, field).length === 0);
      requireNone(untried.map((field) => `${field}: no value but the default is known to fit; give it an enum, limits or a laxer pattern`));
      const metas = settingMetas(game.settings);
      requireNone(
        possible.flatMap(({ field, settings }) => {
          const { [field]: value, ...companions } = settings;
          const before = look(companionsFit(game, companions) ? companions : {});
          const after = look(settings);
          const changed = [...after.files].filter(([path, content]) => before.files.get(path) !== content).map(([path]) => path);
          if (changed.length === 0 && before.workload === after.workload)
            return [`${field} = ${JSON.stringify(value)} changes neither a file nor the container`];
          const named = [...after.files.keys()].filter((path) => namesFile(metas.get(field)?.lands, path));
          return named.length > 0 && !named.some((path) => changed.includes(path))
            ? [`${field} is said to land in ${named.join(', ')}, but changes ${changed.join(', ') || 'the container'}`]
            : [];
        }),
      );
      require(possible.length > 0, 'No setting has a value besides its default.');
    },
  },
];

function companionsFit(game: Parameters<typeof checkSettings>[0], settings: Readonly<Record<string, unknown>>): boolean {
  return checkSettings(game, settings).problems.length === 0;
}

/** True when `server.properties: motd` begins with the name of this file. */
function namesFile(lands: string | undefined, path: string): boolean {
  const [first = ''] = (lands ?? '').split(':');
  return first !== '' && (path === first || path.endsWith(`/${first}`));
}

function withPattern(game: AnyGame): readonly string[] {
  return [...fieldSchemas(game)].flatMap(([name, { pattern, items }]) =>
    pattern === undefined && items?.pattern === undefined ? [] : [name],
  );
}

import type { AnyGame, FilePatch, ServerPlan } from '@gse/sdk';
import { code, duration, section, table } from './markdown.ts';

/** How to order one, with what has to be agreed to. */
export function orderSection({ id, licences, defaultPreset }: AnyGame): string {
  const agree = licences.length === 0 ? [] : ['  licences:', ...licences.map((licence) => `    - {id: ${licence.id}, accepted: true}`)];
  return section(
    '## Order one',
    [
      '```yaml',
      'apiVersion: gse.cozystack.io/v1alpha1',
      'kind: GameServer',
      'metadata:',
      `  name: my-${id}`,
      'spec:',
      `  game: ${id}`,
      `  size: ${defaultPreset}`,
      ...agree,
      '```',
    ].join('\n'),
    table(
      ['licence', 'what one agrees to'],
      licences.map(({ id: licence, title, summary, url }) => [code(licence), `[${title}](${url}). ${summary}`]),
    ),
  );
}

/** What it costs. */
export function sizesSection({ presets, defaultPreset }: AnyGame): string {
  return section(
    '## Sizes',
    table(
      ['size', 'processors', 'memory', 'volume', 'for whom'],
      Object.entries(presets).map(([name, { cpu, memory, storage, reason }]) => [
        name === defaultPreset ? `${code(name)} (default)` : code(name),
        cpu,
        memory,
        storage,
        reason,
      ]),
    ),
  );
}

/** Where it can be reached, and with what it is guarded. */
export function networkSection({ ports, secrets }: AnyGame): string {
  return section(
    '## Ports and credentials',
    table(
      ['port', 'inside', 'reached from outside', 'what for'],
      Object.entries(ports).map(([name, { number, protocols, exposed, primary, title }]) => [
        code(name),
        `${number}/${protocols.join('+')}`,
        primary ? 'yes; players type it' : exposed ? 'yes' : 'never',
        title,
      ]),
    ),
    table(
      ['credential', 'who makes it', 'what for'],
      Object.entries(secrets).map(([id, { title, description, generate, optional }]) => [
        code(id),
        generate === undefined ? (optional ? 'you, if you want it' : 'you') : `the platform, ${generate} characters`,
        `**${title}.** ${description}`,
      ]),
    ),
  );
}

/** Which versions there are. */
export function versionsSection({ versions }: AnyGame): string {
  return section(
    '## Versions',
    table(
      ['channel', 'version today'],
      [
        ['none, the default', code(versions.recommended)],
        ...Object.entries(versions.channels).map(([name, version]) => [code(name), code(version)]),
      ],
    ),
    `A pin must match ${code(versions.accepts.source)}.`,
  );
}

/** The files in which settings land; everything else in them belongs to whoever wrote it. */
export function filesSection(patches: readonly FilePatch[], { dataPath, image, runAsUser }: ServerPlan['workload'], log: string): string {
  const files = Map.groupBy(patches, ({ path }) => path);
  return section(
    '## Container and files',
    `It runs ${code(image)} as user ${runAsUser}, with the volume at ${code(dataPath)}. Its log is ${code(log)}.`,
    table(
      ['file in the volume', 'what the platform writes there'],
      [...files].map(([path, ours]) => [code(path), [...new Set(ours.map(whatOf))].join('; ')]),
    ),
  );
}

function whatOf(patch: FilePatch): string {
  if (patch.onlyIfAbsent === true) return 'the whole file, once; then it is yours';
  if (patch.format === 'text') return 'the whole file, at every start';
  const keys = Object.keys(patch.set).length;
  return `${keys} ${keys === 1 ? 'key' : 'keys'}, at every start; everything else in it is yours`;
}

/** What is normal for this game, from which every deadline is derived. */
export function limitsSection({ budgets, health }: AnyGame): string {
  return section(
    '## Limits',
    table(
      ['what', 'how long'],
      [
        ['from the start of the process until people can join, at most', duration(budgets.startSeconds)],
        ['a save, at most', duration(budgets.saveSeconds)],
        ['from the stop command to the end, without the save, at most', duration(budgets.stopSeconds)],
        ['between two looks at its health', duration(health.intervalSeconds)],
        ['looks in vain until it is called unresponsive', String(health.failures)],
      ],
    ),
  );
}

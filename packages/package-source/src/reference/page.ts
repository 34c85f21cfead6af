import { planServer, type AnyGame, type FilePatch, type ServerPlan } from '@gse/sdk';
import { capabilitiesSection } from './capabilities.ts';
import { filesSection, limitsSection, networkSection, orderSection, sizesSection, versionsSection } from './facts.ts';
import { section, table } from './markdown.ts';
import { settingsSection } from './settings.ts';
import { troublesSection } from './troubles.ts';
import { needsSection, worldSection } from './world.ts';

const GENERATED = '<!-- Made from the adapter by `pnpm gen`. Change the adapter, not this page. -->';

/**
 * The reference page of a game, everything in it read from its definition.
 *
 * @param pitfalls what the adapter's own PITFALLS.md says below its heading; '' where there is none
 */
export function referencePage(game: AnyGame, pitfalls: string): string {
  const { plan, patches } = plainOrder(game);
  return [
    GENERATED,
    `# ${game.title}`,
    `${game.summary} In an order it is called \`${game.id}\`.`,
    orderSection(game),
    sizesSection(game),
    networkSection(game),
    needsSection(game),
    versionsSection(game),
    settingsSection(game),
    filesSection(patches, plan.workload, game.log.file),
    capabilitiesSection(game),
    limitsSection(game),
    worldSection(game),
    troublesSection(game),
    section('## Pitfalls', pitfalls.trim()),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

/** The page that lists all of them. */
export function referenceIndex(games: readonly AnyGame[]): string {
  return `${GENERATED}\n\n${section(
    '# Games',
    'What can be ordered, with every setting, port, file and known trouble. To add another, see [Add a game](../../guides/add-a-game.md).',
    table(
      ['game', 'id', 'what it is'],
      games.map(({ id, title, summary }) => [`[${title}](${id}.md)`, `\`${id}\``, summary]),
    ),
  )}\n`;
}

/** The server that an order with nothing but its licences makes. */
function plainOrder(game: AnyGame): { readonly plan: ServerPlan; readonly patches: readonly FilePatch[] } {
  const licences = game.licences.map(({ id }) => ({ id, accepted: true }));
  const spec = { game: game.id, state: 'Running', intent: 'None', licences } as const;
  const result = planServer(game, spec);
  if (!result.ok)
    throw new Error(`${game.id}: an order without settings cannot be met: ${result.problems.map(({ message }) => message).join('; ')}`);
  const { plan } = result;
  const { settings, version, memoryBytes } = plan;
  // Credentials are named, never shown: their values are not known here, and nobody is to see any.
  const secrets = Object.fromEntries(Object.keys(game.secrets).map((id) => [id, 'not-a-secret-'.repeat(3)]));
  return {
    plan,
    patches: game.files({ spec, settings, version, memoryBytes, secrets, accepted: new Set(licences.map(({ id }) => id)) }),
  };
}

import type { GameCard, ServerSummary } from '../api/types.ts';
import { words } from '../words/index.ts';
import type { Theme } from './theme.ts';

/** One line of the command palette. */
export interface Entry {
  readonly key: string;
  readonly label: string;
  readonly group: 'pages' | 'servers' | 'games' | 'actions';
  readonly act:
    | { readonly kind: 'go'; readonly to: string }
    | { readonly kind: 'theme'; readonly theme: Theme }
    | { readonly kind: 'signOut' };
}

const MOST = 40;
const { shell } = words;

function fixedEntries(): readonly Entry[] {
  const go = (to: string, label: string): Entry => ({ key: to, label, group: 'pages', act: { kind: 'go', to } });
  return [
    go('/servers', shell.servers),
    go('/marketplace', shell.marketplace),
    go('/activity', shell.activity),
    ...(['light', 'dark', 'system'] as const).map((theme): Entry => ({
      key: `theme-${theme}`,
      label: shell.theme[theme],
      group: 'actions',
      act: { kind: 'theme', theme },
    })),
    { key: 'sign-out', label: shell.signOut, group: 'actions', act: { kind: 'signOut' } },
  ];
}

/** What fits to what was typed, best first: every word must begin a word of the label, or stand in it. */
export function entriesFor(typed: string, servers: readonly ServerSummary[], games: readonly GameCard[]): readonly Entry[] {
  const wanted = typed
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const entries: Entry[] = [
    ...fixedEntries(),
    ...games.map((game): Entry => ({
      key: `game-${game.id}`,
      label: shell.palette.order(game.title),
      group: 'games',
      act: { kind: 'go', to: `/marketplace/${game.id}` },
    })),
    ...servers.flatMap((server): Entry[] => {
      const base = `/servers/${server.namespace}/${server.name}`;
      return [
        { key: base, label: server.name, group: 'servers', act: { kind: 'go', to: `${base}/overview` } },
        // The second way in appears only for those who look for it.
        ...(wanted.length > 0
          ? [
              {
                key: `${base}/console`,
                label: shell.palette.openConsole(server.name),
                group: 'servers',
                act: { kind: 'go', to: `${base}/console` },
              } as const,
            ]
          : []),
      ];
    }),
  ];
  return entries
    .map((entry) => ({ entry, score: score(entry.label.toLowerCase(), wanted) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST)
    .map(({ entry }) => entry);
}

/** Zero when a word is missing; more the nearer to the beginning. */
function score(label: string, wanted: readonly string[]): number {
  let sum = 1;
  for (const word of wanted) {
    const at = label.indexOf(word);
    if (at < 0) return 0;
    sum += at === 0 ? 4 : /[\s:\-_.]/.test(label[at - 1] ?? '') ? 2 : 1;
  }
  return sum;
}

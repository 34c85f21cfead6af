import { settingMetas, type AnyGame, type ModerationAct } from '@gse/sdk';
import { code, section, table } from './markdown.ts';

const ACTS: Readonly<Record<ModerationAct, string>> = {
  kick: 'throws a player out',
  ban: 'keeps a player out',
  unban: 'lifts a ban',
  allow: 'puts a player on the list of those who may join',
  disallow: 'takes a player off that list',
  promote: 'makes a player an administrator',
  demote: 'takes that back',
  message: 'tells one player something',
};

/** What can be asked of a running server, and what this game does not have. */
export function capabilitiesSection(game: AnyGame): string {
  const has = (isThere: boolean): string => (isThere ? 'yes' : 'no');
  const live = [...settingMetas(game.settings).values()].filter(({ applies }) => applies === 'live').length;
  const rows: readonly (readonly [string, string, boolean])[] = [
    ['console', 'runs the game’s own commands', true],
    ['players', 'knows who is on; what the game does not tell is unknown, never zero', true],
    ['announce', 'tells everybody something', true],
    ['save', 'puts the world on disk and says when it is there', true],
    ['quiesce', 'holds the files still while a copy is made', game.quiesce !== undefined],
    ['stop', 'saves and leaves by the game’s own command', true],
    [
      'live settings',
      live === 0 ? 'changes settings while people play' : `changes ${live} settings while people play`,
      game.applyLive !== undefined,
    ],
    ['figures', 'tells what Prometheus collects', game.metrics !== undefined],
    ['list of bans', 'says who may not come in', game.playerLists?.banned !== undefined],
    ['list of those allowed', 'says who may come in', game.playerLists?.allowed !== undefined],
    ['list of administrators', 'says who is one', game.playerLists?.admins !== undefined],
    ...(Object.keys(ACTS) as ModerationAct[]).map((act) => [act, ACTS[act], game.moderation?.[act] !== undefined] as const),
  ];
  const connections = Object.entries(game.connections).map(([, { protocol, port, secret }]) => [
    protocol,
    `${code(port)}, ${game.ports[port]?.number ?? '?'}/${game.ports[port]?.protocols.join('+') ?? '?'}`,
    secret === undefined ? 'nothing' : code(secret),
  ]);
  return section(
    '## What the platform can do',
    table(
      ['capability', 'what it does', 'here'],
      rows.map(([name, does, isThere]) => [name, does, has(isThere)]),
    ),
    section('### How it talks to the game', table(['protocol', 'port', 'needs'], connections)),
  );
}

import { sourceRcon, type RconClient } from '@gse/protocols';
import {
  defineGame,
  edited,
  json,
  properties,
  text,
  type AnyContext,
  type AnyGame,
  type FileEditor,
  type GameLog,
  type PlayerListResult,
  type PlayersResult,
  type ProbeResult,
} from '@gse/sdk';
import { z } from 'zod';

/** Begins every line that the game itself prints; chat never does. */
const READY = /^\* The pond is open$/;
const NAME = /^\w{1,20}$/;

interface Talk {
  readonly console: RconClient;
  readonly log: GameLog;
  readonly signal: AbortSignal;
}

/** Asks the pond's console. */
export function ask(context: AnyContext, line: string): Promise<string> {
  const { console, signal } = context as unknown as Talk;
  return console.command(line, { signal });
}

/** The kind of a connection's failure. */
export function kindOf(error: unknown): string | undefined {
  return (error as { kind?: string }).kind;
}

/** True once the log says so. */
export function isReady(context: Pick<AnyContext, 'log'>): boolean {
  return context.log.recent(500).some((line) => READY.test(line));
}

export async function probe(context: AnyContext): Promise<ProbeResult> {
  const [state = '', version = ''] = (await ask(context, 'status')).split(' ');
  return state === 'open' ? { state: 'healthy', version } : { state: 'starting' };
}

export async function players(context: AnyContext): Promise<PlayersResult> {
  const { max, names } = z.object({ max: z.int(), names: z.array(z.string()) }).parse(JSON.parse(await ask(context, 'list')));
  return { known: true, online: names.length, max, names: names.map((name) => ({ name })) };
}

/** An act that the console answers with `ok …` or `no …`. */
export async function act(
  context: AnyContext,
  command: string,
  player: string,
  words?: string,
): Promise<{ done: boolean; message: string }> {
  if (!NAME.test(player)) return { done: false, message: 'That is no name.' };
  const answer = await ask(context, `${command} ${player}${words === undefined ? '' : ` ${JSON.stringify(words)}`}`);
  return { done: answer.startsWith('ok'), message: answer };
}

/** A list of names that the pond keeps. */
async function listed(context: AnyContext, which: string): Promise<PlayerListResult> {
  const names = z.array(z.string()).parse(JSON.parse(await ask(context, `listed ${which}`)));
  return { known: true, players: names.map((name) => ({ name })) };
}

export async function quiesce(context: AnyContext, release = 'unhold'): Promise<AsyncDisposable> {
  await ask(context, 'hold');
  const let_go = async (): Promise<void> =>
    void (await (context as unknown as Talk).console.command(release, { signal: AbortSignal.timeout(10_000) }));
  try {
    if ((await ask(context, 'flush')) !== 'saved') throw new Error('The pond could not be saved.');
  } catch (error) {
    await let_go();
    throw error;
  }
  return { [Symbol.asyncDispose]: let_go };
}

export async function save(context: AnyContext): Promise<void> {
  if ((await ask(context, 'save')) !== 'saved') throw new Error('The pond could not be saved.');
}

/** A format of the game's own: `key: "value"` a line. */
const signs: FileEditor = {
  edit(current, set) {
    const lines = current.split('\n').filter((line) => line !== '' && !Object.keys(set).some((key) => line.startsWith(`${key}: `)));
    const ours = Object.entries(set).flatMap(([key, value]) =>
      value === undefined || value === null ? [] : [`${key}: ${JSON.stringify(String(value))}`],
    );
    return [...lines, ...ours, ''].join('\n');
  },
  read: (content) =>
    new Map(
      [...content.matchAll(/^(?<key>[\w/]+): (?<value>".*")$/gm)].map(({ groups }) => [
        groups?.['key'] ?? '',
        String(JSON.parse(groups?.['value'] ?? '""')),
      ]),
    ),
  comment: (words) => `# ${words}`,
};

/** A small game with every capability there is, which passes every check. */
export const pond: AnyGame = defineGame({
  id: 'pond',
  title: 'Pond',
  summary: 'Sit by a pond and watch the ripples.',
  tags: ['calm'],
  icon: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><circle cx="4" cy="4" r="3" fill="#48c"/></svg>',
  settings: z.object({
    motd: z
      .string()
      .regex(/^[^\x00-\x1f\x7f]*$/, 'must be one line, without control characters')
      .max(100)
      .default('A pond')
      .meta({ group: 'Pond', title: 'Greeting', description: 'What visitors read.', applies: 'live', lands: 'pond.properties: motd' }),
    whitelist: z.boolean().default(false).meta({
      group: 'Pond',
      title: 'Whitelist',
      description: 'Only invited visitors.',
      applies: 'live',
      lands: 'pond.properties: whitelist',
    }),
    maxPlayers: z.int().min(1).max(50).default(10).meta({
      group: 'Pond',
      title: 'Most visitors',
      description: 'How many fit.',
      applies: 'restart',
      unit: 'players',
      lands: 'rules.json: max',
    }),
    depth: z
      .enum(['shallow', 'deep'])
      .default('shallow')
      .meta({ group: 'Pond', title: 'Depth', description: 'How deep a new pond is.', applies: 'wipe', lands: 'rules.json: depth' }),
  }),
  presets: {
    small: { title: 'Small', cpu: '1', memory: '1Gi', storage: '1Gi', reason: 'For a few visitors.' },
    large: { title: 'Large', cpu: '2', memory: '2Gi', storage: '2Gi', reason: 'For many visitors.' },
  },
  defaultPreset: 'small',
  licences: [{ id: 'pond-rules', title: 'Rules of the pond', summary: 'Do not feed the ducks.', url: 'https://example.org/rules' }],
  ports: { console: { protocols: ['TCP'], number: 4000, exposed: true, primary: true, title: 'Everything' } },
  secrets: { password: { title: 'Console password', description: 'Made by the platform.', generate: 24 } },
  versions: { recommended: '1.2', channels: { latest: '1.2', old: '1.1' }, accepts: /^\d+\.\d+$/ },
  budgets: { startSeconds: 30, saveSeconds: 20, stopSeconds: 10 },
  health: { intervalSeconds: 10, failures: 3 },
  workload: ({ version, memoryBytes }) => ({
    image: `registry.example.org/pond:${version}`,
    dataPath: '/pond',
    runAsUser: 1000,
    runAsGroup: 1000,
    env: { VERSION: version, HEAP: `${Math.floor(memoryBytes / 2 / 2 ** 20)}M` },
  }),
  files: ({ settings, secrets, accepted }) => [
    properties('pond.properties', {
      motd: settings.motd,
      whitelist: settings.whitelist,
      rules: accepted.has('pond-rules') ? 'accepted' : null,
    }),
    json('rules.json', { max: settings.maxPlayers, depth: settings.depth }),
    edited('signs.txt', signs, { 'gate/greeting': settings.motd }),
    text('password', secrets.password ?? ''),
  ],
  diagnoses: [
    {
      id: 'RulesNotAccepted',
      title: 'The rules are not accepted',
      pattern: /^! Nobody accepted the rules$/,
      fatal: true,
      meaning: 'The pond stays closed.',
      remedy: 'Read the rules and accept them.',
      examples: ['! Nobody accepted the rules'],
      fix: { kind: 'patch', title: 'Accept the rules', patch: { spec: { licences: [{ id: 'pond-rules', accepted: true }] } } },
    },
    {
      id: 'Frozen',
      title: 'The pond is frozen',
      pattern: /^! Ice on the (?<what>\w+)$/,
      meaning: 'It is winter.',
      remedy: 'Wait for spring.',
      fix: { kind: 'link', title: 'About winter', href: 'https://example.org/winter' },
      examples: ['! Ice on the pond'],
    },
    {
      id: 'DriedUp',
      title: 'The pond ran dry',
      exit: { oomKilled: true },
      meaning: 'There was too little room.',
      remedy: 'Choose a larger size.',
      fix: ({ spec }) => ({
        kind: 'patch',
        title: 'Take a larger pond',
        patch: {
          spec: spec.resources?.memory === undefined && spec.size !== 'large' ? { size: 'large' } : { resources: { memory: '8Gi' } },
        },
      }),
      examples: [],
    },
    {
      id: 'Overflowing',
      title: 'The pond overflows',
      pattern: /^! No space left$/,
      meaning: 'Nothing fits in any more.',
      remedy: 'Dig a larger pond.',
      fix: { kind: 'patch', title: 'Dig', patch: { spec: { storage: { size: '20Gi' } } } },
      examples: ['! No space left'],
    },
  ],
  log: {
    file: 'logs/pond.log',
    ready: READY,
    joined: /^\* (?<name>\w+) came$/,
    left: /^\* (?<name>\w+) went$/,
    chat: /^(?<name>\w+): (?<text>.*)$/,
    progress: /^\* Filling (?<progress>\d+%)$/,
  },
  backup: { include: ['world', 'pond.properties', 'rules.json'], exclude: ['world/*.new'] },
  wipes: { all: { title: 'New pond', description: 'Everything that was built is gone.', remove: ['world'], reseeds: 'depth' } },
  connections: { console: sourceRcon({ port: 'console', secret: 'password', dialect: 'source' }) },
  probe: (context) => probe(untyped(context)),
  players: (context) => players(untyped(context)),
  command: (context, line) => ask(untyped(context), line),
  announce: async (context, message) => void (await ask(untyped(context), `say ${JSON.stringify(message)}`)),
  moderation: {
    kick: (context, { player, reason = '' }) => act(untyped(context), 'kick', player, reason),
    ban: (context, { player, reason = '' }) => act(untyped(context), 'ban', player, reason),
    unban: (context, { player }) => act(untyped(context), 'unban', player),
    allow: (context, { player }) => act(untyped(context), 'allow', player),
    disallow: (context, { player }) => act(untyped(context), 'disallow', player),
    promote: (context, { player }) => act(untyped(context), 'promote', player),
    demote: (context, { player }) => act(untyped(context), 'demote', player),
    message: (context, { player, text: words }) => act(untyped(context), 'tell', player, words),
  },
  playerLists: {
    banned: (context) => listed(untyped(context), 'banned'),
    allowed: (context) => listed(untyped(context), 'invited'),
    admins: (context) => listed(untyped(context), 'wardens'),
  },
  save: (context) => save(untyped(context)),
  quiesce: (context) => quiesce(untyped(context)),
  stop: async (context) => void (await ask(untyped(context), 'quit')),
  async applyLive(context, changes) {
    for (const [key, value] of Object.entries(changes)) await ask(untyped(context), `set ${key} ${JSON.stringify(String(value))}`);
  },
  metrics: async (context) => [{ name: 'ripples_total', value: Number(await ask(untyped(context), 'ripples')), help: 'Ripples so far' }],
});

function untyped(context: unknown): AnyContext {
  return context as AnyContext;
}

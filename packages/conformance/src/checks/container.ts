import { parseQuantity } from '@gse/resources';
import { SECRETS_PATH, type AnyGame, type Workload } from '@gse/sdk';
import type { Check } from '../check.ts';
import { messageOf, require, requireNone } from '../errors.ts';
import { planOrder } from '../server/order.ts';

const SMALLEST_MEMORY = '1Gi';
const MOVING_TAGS = /^(?:latest|stable|edge|main|master|nightly|release)$/i;

/** The game container: what it runs, as whom, and how large. */
export const containerChecks: readonly Check[] = [
  {
    id: 'presets',
    title: 'every size has figures that parse, a reason, and grows from one to the next',
    why: 'Somebody pays for a size that cannot be scheduled or that is no larger than the one before.',
    look: 'presets.ts',
    run({ game }) {
      const presets = Object.entries(game.presets);
      require(Object.hasOwn(
        game.presets,
        game.defaultPreset,
      ), `The default size ${game.defaultPreset} is none of ${Object.keys(game.presets).join(', ')}.`);
      const findings = presets.flatMap(([name, preset]) => [
        ...(['cpu', 'memory', 'storage'] as const).flatMap((figure) =>
          isPositive(preset[figure]) ? [] : [`${name}: ${figure} ${JSON.stringify(preset[figure])} is no positive quantity`],
        ),
        ...(/\S[.!?]$/.test(preset.reason) ? [] : [`${name}: its reason is no sentence`]),
        ...(preset.title.trim() === '' ? [`${name} has no title`] : []),
      ]);
      requireNone(findings);
      requireNone(
        presets.slice(1).flatMap(([name, preset], at) => {
          const before = presets[at];
          return before !== undefined && parseQuantity(preset.memory) < parseQuantity(before[1].memory)
            ? [`${name} has less memory than ${before[0]}, which stands before it`]
            : [];
        }),
      );
    },
  },
  {
    id: 'workload-builds',
    title: 'a container can be made for every size and every channel',
    why: 'A size or a version in the order form cannot be started.',
    look: 'workload.ts',
    run({ game }) {
      requireNone(
        workloads(game).flatMap(({ words, build }) => {
          try {
            const { dataPath } = build();
            const isPlaced = /^\/[^\s]*[^/\s]$/.test(dataPath) && !dataPath.startsWith('/gse') && dataPath !== SECRETS_PATH;
            return isPlaced ? [] : [`${words}: the data path ${dataPath} is not absolute, ends in / or lies in the platform's own folders`];
          } catch (error) {
            return [`${words}: ${messageOf(error)}`];
          }
        }),
      );
      requireNone(
        ['recommended', ...Object.keys(game.versions.channels)].flatMap((channel) => {
          const version = channel === 'recommended' ? game.versions.recommended : (game.versions.channels[channel] ?? '');
          return game.versions.accepts.test(version)
            ? []
            : [`${channel} stands for ${version}, which versions.accepts does not accept as a pin`];
        }),
      );
    },
  },
  {
    id: 'memory-fits',
    title: 'memory that the game is told to take fits into the limit of its container',
    why: 'The kernel kills the game in the middle of play although every figure looked right.',
    look: 'workload.ts',
    run({ game }) {
      requireOfAll(game, ({ build, memoryBytes }) =>
        memoryFigures(build()).flatMap(({ where, bytes }) =>
          bytes > 0 && bytes < memoryBytes ? [] : [`${where} is ${bytes} bytes, and the limit of the container ${memoryBytes}`],
        ),
      );
    },
  },
  {
    id: 'image-pinned',
    title: 'the image is pinned to a version',
    why: 'A restart becomes an update that nobody ordered.',
    look: 'workload.ts',
    run({ game }) {
      requireOfAll(game, ({ build }) => {
        const { image } = build();
        const tag = /:([^/:@]+)(?:@|$)/.exec(image)?.[1];
        const isPinned = /@sha256:[0-9a-f]{64}$/.test(image) || (tag !== undefined && !MOVING_TAGS.test(tag));
        return isPinned ? [] : [`${image} is not pinned to a version`];
      });
    },
  },
  {
    id: 'version-lands',
    title: 'another version is another container',
    why: 'Somebody orders an update, is told that it was made, and plays on the old version.',
    look: 'workload.ts',
    absent: ({ game }) => (versionsOf(game).length < 2 ? 'there is one version only' : undefined),
    run({ game }) {
      const seen = new Map<string, string>();
      requireNone(
        versionsOf(game).flatMap((pin) => {
          const container = JSON.stringify(planOrder(game, { pin }).plan.workload);
          const other = seen.get(container);
          seen.set(container, pin);
          return other === undefined ? [] : [`the containers of the versions ${other} and ${pin} are the same`];
        }),
      );
    },
  },
  {
    id: 'image-registry',
    title: 'the image says which registry it comes from',
    why: "Engines without a default registry do not find the image, and those with several may find somebody else's.",
    look: 'workload.ts',
    run({ game }) {
      const images = new Set(workloads(game).map(({ build }) => build().image));
      requireNone(
        [...images].flatMap((image) => (/^(?:[^/]*[.:][^/]*|localhost)\//.test(image) ? [] : [`${image} does not begin with a registry`])),
      );
    },
  },
  {
    id: 'not-root',
    title: 'the game runs as a user of its own, never as root',
    why: 'A hole in the game or a plugin becomes a hole in the node, and clusters that forbid root refuse to start it.',
    look: 'workload.ts',
    run({ game }) {
      requireOfAll(game, ({ build }) => {
        const { runAsUser, runAsGroup } = build();
        return [
          ['user', runAsUser],
          ['group', runAsGroup],
        ].flatMap(([what, id]) => (Number.isInteger(id) && Number(id) > 0 ? [] : [`it runs as ${what} ${id}`]));
      });
    },
  },
  {
    id: 'budgets',
    title: 'budgets and health policy are positive, whole and go together',
    why: 'A server is called dead while it starts, or is killed while it saves.',
    look: 'definition.ts',
    run({ game: { budgets, health } }) {
      const figures = { ...budgets, ...health };
      requireNone(
        Object.entries(figures).flatMap(([name, value]) =>
          Number.isInteger(value) && value > 0 && value <= 7200
            ? []
            : [`${name} is ${value}; whole seconds (or times) from 1 to 7200 make sense`],
        ),
      );
      requireNone([
        ...(health.failures >= 2 ? [] : ['health.failures is 1: a single lost answer would make a server unresponsive']),
        ...(health.intervalSeconds <= budgets.startSeconds
          ? []
          : [`health.intervalSeconds (${health.intervalSeconds}) is longer than a start may take (${budgets.startSeconds})`]),
        ...(budgets.saveSeconds + budgets.stopSeconds <= 3600
          ? []
          : ['saving and stopping together take more than an hour, for which no node waits']),
      ]);
    },
  },
];

function versionsOf({ versions }: AnyGame): readonly string[] {
  return [...new Set([versions.recommended, ...Object.values(versions.channels)])].filter((version) => versions.accepts.test(version));
}

/** Requires that nothing is wrong with any container; what is wrong with several is said once. */
function requireOfAll(game: AnyGame, look: (variant: Variant) => readonly string[]): void {
  const findings = Map.groupBy(
    workloads(game).flatMap((variant) => look(variant).map((finding) => ({ finding, words: variant.words }))),
    ({ finding }) => finding,
  );
  requireNone(
    [...findings].map(([finding, cases]) => `${finding} (${[...new Set(cases.map(({ words }) => words))].slice(0, 4).join('; ')})`),
  );
}

interface Variant {
  readonly words: string;
  readonly memoryBytes: number;
  readonly build: () => Workload;
}

/** Every size with every channel, and the smallest memory that may be ordered. */
function workloads(game: AnyGame): readonly Variant[] {
  const sizes = [
    ...Object.keys(game.presets).map((size) => ({ size, words: `size ${size}` })),
    { memory: SMALLEST_MEMORY, words: `memory ${SMALLEST_MEMORY}` },
  ];
  return sizes.flatMap(({ words, ...order }) =>
    [undefined, ...Object.keys(game.versions.channels)].map((channel) => {
      const { plan } = planOrder(game, { ...order, ...(channel !== undefined && { channel }) });
      return {
        words: channel === undefined ? words : `${words}, channel ${channel}`,
        memoryBytes: plan.memoryBytes,
        build: () => plan.workload,
      };
    }),
  );
}

const UNITS: Readonly<Record<string, number>> = { '': 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30 };

/** Figures in arguments and environment that look like memory: `-Xmx2048M`, `MAX_MEMORY=2G`, `--max-heap 512m`. */
function memoryFigures({ args = [], command = [], env = {} }: Workload): readonly { readonly where: string; readonly bytes: number }[] {
  const words = [...command, ...args];
  const pairs = [
    ...Object.entries(env).flatMap(([name, value]) =>
      /mem|heap|xmx|xms/i.test(name)
        ? [{ where: name, value }]
        : [...value.matchAll(/-Xm[xs](\S+)/g)].map((match) => ({ where: name, value: match[1] ?? '' })),
    ),
    ...words.flatMap((word, at) => {
      const [, flag, inline] = /^(-Xm[xs]|--?[\w-]*(?:memory|heap)[\w-]*)=?(\S*)$/i.exec(word) ?? [];
      return flag === undefined ? [] : [{ where: flag, value: inline === undefined || inline === '' ? (words[at + 1] ?? '') : inline }];
    }),
  ];
  return pairs.flatMap(({ where, value }) => {
    const [, number, unit = ''] = /^(\d+(?:\.\d+)?)([kmg]?)(?:i?b)?$/i.exec(value) ?? [];
    return number === undefined ? [] : [{ where: `${where} ${value}`, bytes: Number(number) * (UNITS[unit.toLowerCase()] ?? 1) }];
  });
}

function isPositive(quantity: string): boolean {
  try {
    return parseQuantity(quantity) > 0;
  } catch {
    return false;
  }
}

import { gameServerSpecSchema, MAX_WAIT, toStructural, type JsonSchema } from '@gse/resources';
import { DEFAULT_ANNOUNCE_SECONDS, type AnyGame } from '@gse/sdk';
import { ruleOf } from '../rule/from-schema.ts';
import type { Rule } from '../rule/rule.ts';
import { LIMITS } from './limits.ts';
import type { Parameter } from './parameter.ts';

const spec = toStructural(gameServerSpecSchema);

const SERVER = 'Version and state';
const SIZE = 'Size';
const ACCESS = 'Network';
const PLAYERS = 'Notice to players';

/** Parameters that every game has, in the order of forms. Descriptions and limits are those of the GameServer's own fields. */
export function commonParameters(game: AnyGame): readonly Parameter[] {
  return [
    field(SERVER, 'state', ['state'], { title: 'State', default: 'Running' }),
    field(SERVER, 'channel', ['version', 'channel'], {
      title: 'Channel',
      default: recommendedChannel(game) ?? '',
      rule: { type: 'choice', of: [...(recommendedChannel(game) === undefined ? [''] : []), ...Object.keys(game.versions.channels)] },
      description: `Release channel of the game to follow. ${Object.entries(game.versions.channels)
        .map(([name, version]) => (name === version ? '' : `${name} is ${version} in this edition.`))
        .filter((words) => words !== '')
        .join(' ')}`.trim(),
    }),
    field(SERVER, 'version', ['version', 'pin'], {
      title: 'Version',
      default: '',
      rule: {
        type: 'text',
        longest: 80,
        pattern: `^$|${game.versions.accepts.source}`,
        means: `is a version of this game such as ${game.versions.recommended}, or empty`,
      },
      description: 'Exact version of the game. Outranks the channel. Empty: what the channel says.',
    }),
    field(SIZE, 'size', ['size'], {
      title: 'Size',
      default: game.defaultPreset,
      rule: { type: 'choice', of: Object.keys(game.presets) },
      description: `How large the server is. ${Object.entries(game.presets)
        .map(([name, { cpu, memory, storage, reason }]) => `${name}: ${cpu} CPU, ${memory} of memory, ${storage} of disk. ${reason}`)
        .join(' ')}`,
    }),
    field(SIZE, 'resources', ['resources'], {
      title: 'Resources',
      default: {},
      rule: {
        type: 'group',
        of: {
          cpu: { rule: { type: 'quantity', ...LIMITS.cpu }, description: described(['resources', 'cpu']) },
          memory: { rule: { type: 'quantity', ...LIMITS.memory }, description: described(['resources', 'memory']) },
        },
      },
    }),
    field(SIZE, 'storageSize', ['storage', 'size'], {
      title: 'Disk',
      default: '',
      rule: { type: 'quantity', ...LIMITS.storage, mayBeEmpty: true },
      description: 'Size of the world volume, such as 10Gi. May grow, never shrink. Empty: as the size says.',
      mayOnlyGrow: true,
    }),
    field(SIZE, 'storageClass', ['storage', 'className'], {
      title: 'Storage class',
      default: '',
      description: "StorageClass of the world volume. Empty: the cluster's default. Cannot change.",
      isImmutable: true,
      options: 'storageclass',
    }),
    field(SIZE, 'whenDeleted', ['storage', 'whenDeleted'], { title: 'World after deletion', default: 'Delete' }),
    field(ACCESS, 'exposure', ['network', 'type'], {
      title: 'Exposure',
      default: 'LoadBalancer',
      rule: { type: 'choice', of: ['LoadBalancer', 'NodePort', 'ClusterIP'] },
      isNarrower: true,
      description:
        'LoadBalancer: an address of its own. NodePort: a port of the node it runs on, for when no address is left. ClusterIP: inside the cluster only.',
    }),
    field(ACCESS, 'address', ['network', 'address'], {
      title: 'Address',
      default: '',
      mayBeEmpty: 'is an IP address, or empty',
      description:
        'LoadBalancer: the IP address to have, out of those the provider has to give. Empty: any; it is kept as long as the server is.',
    }),
    field(ACCESS, 'sharedAddress', ['network', 'sharedAddress'], {
      title: 'Shared address',
      default: '',
      mayBeEmpty: 'is a short word of lower case letters, digits and dashes, or empty',
      description:
        "LoadBalancer: servers of one tenant with the same word here share one address, each with port numbers of its own. The games then do not see the players' own addresses. Empty: an address of its own.",
    }),
    field(ACCESS, 'ports', ['network', 'ports'], { title: 'Ports', default: {}, rule: portsRule(game), description: PORTS }),
    field(PLAYERS, 'announceSeconds', ['disruption', 'announceSeconds'], {
      title: 'Warnings',
      default: [...DEFAULT_ANNOUNCE_SECONDS],
    }),
    field(PLAYERS, 'waitForEmpty', ['disruption', 'onlyWhenEmpty', 'deadline'], {
      title: 'Wait for an empty server',
      default: '',
      mayBeEmpty: `is a time such as 30m or 4h, up to ${MAX_WAIT}, or empty`,
      earlier: { type: 'text', pattern: '^$|^([0-9]+(s|m|h))+$' },
      description: `How long a restart or stop waits at most for everybody to leave, such as 30m or 4h, up to ${MAX_WAIT}. After it the act goes ahead, with the full countdown before. Empty: it does not wait.`,
    }),
  ];
}

/** The channel that stands for the recommended version, where there is one. */
function recommendedChannel({ versions }: AnyGame): string | undefined {
  return Object.entries(versions.channels).find(([, version]) => version === versions.recommended)?.[0];
}

const PORTS =
  "Port numbers outside, by the name of the game's port. What is not said here has the game's own number. NodePort: of the cluster's range.";

function portsRule(game: AnyGame): Rule {
  const exposed = Object.entries(game.ports).filter(([, port]) => port.exposed);
  return {
    type: 'group',
    of: Object.fromEntries(
      exposed.map(([name, { title, number, protocols }]) => [
        name,
        {
          rule: { type: 'integer', least: 1, most: 65_535 },
          description: `${title}; in the game ${number}/${protocols.join('+')}.`,
        },
      ]),
    ),
  };
}

type Words = Pick<Parameter, 'title' | 'default'> &
  Partial<Pick<Parameter, 'earlier' | 'isNarrower' | 'isImmutable' | 'mayOnlyGrow' | 'options'>> & {
    readonly rule?: Rule;
    readonly description?: string;
    /** A text that may be left out, with what it is otherwise. */
    readonly mayBeEmpty?: string;
  };

/** A parameter that is a field of the GameServer; what is not said here is as the field says it. */
function field(section: string, name: string, path: readonly string[], { mayBeEmpty, ...words }: Words): Parameter {
  const own = words.rule ?? ruleOf(schemaAt(path), mayBeEmpty);
  const rule: Rule = mayBeEmpty !== undefined && own.type === 'text' ? { ...own, pattern: `^$|${own.pattern ?? ''}` } : own;
  return { name, section, target: { to: 'spec', path }, description: described(path), ...words, rule };
}

function described(path: readonly string[]): string {
  return String(schemaAt(path)['description'] ?? '');
}

function schemaAt(path: readonly string[]): JsonSchema {
  let schema = spec;
  for (const key of path) schema = (schema['properties'] as Record<string, JsonSchema>)[key] ?? {};
  return schema;
}

import { z } from 'zod';
import { gameOperationSpecSchema, gameOperationStatusSchema } from './game-operation.ts';
import { gameServerSpecSchema, gameServerStatusSchema } from './game-server.ts';
import { GAME_OPERATION_KIND, GAME_SERVER_KIND, GROUP, VERSION } from './group.ts';
import { toStructural, type JsonSchema } from './structural.ts';

/** A column of `kubectl get`. */
interface Column {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'date';
  readonly jsonPath: string;
  readonly description?: string;
  readonly priority?: number;
}

interface Declaration {
  readonly kind: { readonly kind: string; readonly plural: string };
  /** What a name has to be, where that is stricter than Kubernetes is by itself. */
  readonly name?: { readonly pattern: string; readonly maxLength: number; readonly description: string };
  readonly shortNames: readonly string[];
  readonly description: string;
  readonly spec: z.ZodType;
  readonly status: z.ZodType;
  readonly columns: readonly Column[];
}

const age: Column = { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' };

const declarations: readonly Declaration[] = [
  {
    kind: GAME_SERVER_KIND,
    // Its Service has the same name (which begins with a letter), and labels of its pod have it with eleven characters behind it.
    name: {
      pattern: '^[a-z]([-a-z0-9]*[a-z0-9])?$',
      maxLength: 52,
      description: 'Lower case letters, digits and dashes, beginning with a letter; at most 52 characters.',
    },
    shortNames: ['gs'],
    description: 'One game server of any game. Wish for it in spec; status says what is, what happens next, and why.',
    spec: gameServerSpecSchema,
    status: gameServerStatusSchema,
    columns: [
      { name: 'Game', type: 'string', jsonPath: '.spec.game' },
      { name: 'Phase', type: 'string', jsonPath: '.status.phase' },
      { name: 'Players', type: 'integer', jsonPath: '.status.players.online', description: 'Empty when the count is not known.' },
      { name: 'Version', type: 'string', jsonPath: '.status.version.running' },
      { name: 'Address', type: 'string', jsonPath: '.status.address' },
      age,
      { name: 'Health', type: 'string', jsonPath: '.status.health', priority: 1 },
      { name: 'Reason', type: 'string', jsonPath: '.status.reason.code', priority: 1 },
      { name: 'Simulated', type: 'string', jsonPath: '.status.simulated', priority: 1 },
    ],
  },
  {
    kind: GAME_OPERATION_KIND,
    shortNames: ['gop'],
    description: 'One disruptive act on a game server, step by step.',
    spec: gameOperationSpecSchema,
    status: gameOperationStatusSchema,
    columns: [
      { name: 'Server', type: 'string', jsonPath: '.spec.server' },
      { name: 'Type', type: 'string', jsonPath: '.spec.type' },
      { name: 'Phase', type: 'string', jsonPath: '.status.phase' },
      { name: 'Step', type: 'string', jsonPath: '.status.step' },
      { name: 'Disrupts', type: 'string', jsonPath: '.status.disruptsAt' },
      age,
      { name: 'Message', type: 'string', jsonPath: '.status.message', priority: 1 },
    ],
  },
];

/** The CustomResourceDefinitions of this edition, ready to be applied. */
export function customResourceDefinitions(): JsonSchema[] {
  return declarations.map(({ kind: { kind, plural }, name, shortNames, description, spec, status, columns }) => ({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${GROUP}` },
    spec: {
      group: GROUP,
      scope: 'Namespaced',
      names: { kind, listKind: `${kind}List`, plural, singular: kind.toLowerCase(), shortNames, categories: ['all', 'gse'] },
      versions: [
        {
          name: VERSION,
          served: true,
          storage: true,
          subresources: { status: {} },
          additionalPrinterColumns: columns,
          schema: {
            openAPIV3Schema: {
              type: 'object',
              description,
              required: ['spec'],
              properties: {
                apiVersion: { type: 'string' },
                kind: { type: 'string' },
                metadata: { type: 'object', ...(name && { properties: { name: { type: 'string', ...name } } }) },
                spec: toStructural(spec),
                status: toStructural(status),
              },
            },
          },
        },
      ],
    },
  }));
}

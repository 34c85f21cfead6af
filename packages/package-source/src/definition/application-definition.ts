import { API_VERSION, GAME_SERVER_KIND } from '@gse/resources';
import type { AnyGame } from '@gse/sdk';
import { orderSchema } from '../chart/values-schema.ts';
import type { OrderMapping } from '../order/mapping.ts';

/** Stands for what the platform puts before the names of an artifact's charts; the chart's template writes the real one. */
export const ARTIFACT_PREFIX = '__ARTIFACT_PREFIX__';

/** The ApplicationDefinition of a game: what makes it a kind of the platform's API and a card of its marketplace. */
export function applicationDefinition(game: AnyGame, order: OrderMapping): object {
  return {
    apiVersion: 'cozystack.io/v1alpha1',
    kind: 'ApplicationDefinition',
    metadata: { name: order.name },
    spec: {
      application: {
        kind: order.kind,
        singular: order.singular,
        plural: order.plural,
        openAPISchema: JSON.stringify(orderSchema(order.parameters)),
      },
      release: {
        prefix: order.prefix,
        // Without it the platform's own helm-controller takes the release, in place of those of the tenants.
        labels: { 'sharding.fluxcd.io/key': 'tenants' },
        chartRef: { kind: 'ExternalArtifact', name: `${ARTIFACT_PREFIX}-${order.name}`, namespace: 'cozy-system' },
        healthCheckExprs: [{ apiVersion: API_VERSION, kind: GAME_SERVER_KIND.kind, current: CURRENT, failed: FAILED }],
      },
      dashboard: {
        // Others have no entry in the console's sidebar.
        category: 'PaaS',
        singular: `${game.title} server`,
        plural: `${game.title} servers`,
        description: game.summary,
        tags: ['gaming', ...game.tags],
        icon: Buffer.from(`${game.icon.trim()}\n`).toString('base64'),
        keysOrder: [
          ['apiVersion'],
          ['appVersion'],
          ['kind'],
          ['metadata'],
          ['metadata', 'name'],
          ...order.parameters.map(({ name }) => ['spec', name]),
        ],
      },
      // The Secret with the agent's token is not among them.
      secrets: { exclude: [], include: [{ resourceNames: [`${order.prefix}{{ .name }}-connection`] }] },
      services: { exclude: [], include: [{ resourceNames: [`${order.prefix}{{ .name }}`] }] },
    },
  };
}

/** Ready in the dashboard: players can join, or the server is down as it was asked to be. */
const CURRENT = [
  'has(status.observedGeneration) && status.observedGeneration == metadata.generation && (',
  "has(status.conditions) && status.conditions.exists(c, c.type == 'Ready' && c.status == 'True')",
  " || has(spec.state) && spec.state == 'Stopped' && has(status.phase) && status.phase == 'Stopped'",
  " || has(status.phase) && status.phase == 'Suspended')",
].join('');

/** What no waiting mends: an order that cannot be met, and a game that gave up. */
const FAILED = [
  "has(status.conditions) && status.conditions.exists(c, c.type == 'SettingsValid' && c.status == 'False')",
  " || has(status.phase) && status.phase == 'Failed'",
].join('');

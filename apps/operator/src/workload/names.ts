import { ownerReference, type ObjectMeta, type OwnerReference } from '@gse/kube';
import { LABELS } from '@gse/resources';
import { MANAGED_BY, type GameServer } from '@gse/server-objects';

/** Labels by which Flux and platforms built on it find the release that an object without an owner belongs to. */
const RELEASE_LABELS = ['helm.toolkit.fluxcd.io/name', 'helm.toolkit.fluxcd.io/namespace'] as const;

/** The one set of labels on everything made for a server. */
export function labelsOf(server: GameServer): Record<string, string> {
  return {
    ...selectorOf(server),
    [LABELS.name]: server.spec.game,
    [LABELS.instance]: server.metadata.name,
    [LABELS.managedBy]: MANAGED_BY,
    [LABELS.game]: server.spec.game,
  };
}

/** The one selector that matches pod, Service, claim, Secret, ConfigMap and NetworkPolicy of a server. */
export function selectorOf(server: GameServer): Record<string, string> {
  return { [LABELS.server]: server.metadata.name };
}

/**
 * Labels of the world volume. It has no owner, because a world is not to go with its StatefulSet; so it carries the labels of
 * the release that ordered the server, without which a platform would neither show nor meter it.
 */
export function claimLabels(server: GameServer): Record<string, string> {
  const given = server.metadata.labels ?? {};
  return {
    ...labelsOf(server),
    ...Object.fromEntries(RELEASE_LABELS.flatMap((label) => (given[label] === undefined ? [] : [[label, given[label]]]))),
  };
}

/** ConfigMap with what the agent needs to know. */
export function configName(server: GameServer): string {
  return `${server.metadata.name}-config`;
}

/** Metadata of an object made for a server: named, labelled and owned by it. */
export function ownedMeta(server: GameServer, name: string): ObjectMeta & { ownerReferences: OwnerReference[] } {
  return { name, namespace: server.metadata.namespace, labels: labelsOf(server), ownerReferences: [ownerReference(server)] };
}

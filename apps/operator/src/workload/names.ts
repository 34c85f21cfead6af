import { ownerReference, type ObjectMeta, type OwnerReference } from '@gse/kube';
import { LABELS } from '@gse/resources';
import { MANAGED_BY, type GameServer } from '@gse/server-objects';

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

/** The one selector that matches pod, Service, claim and Secret of a server. */
export function selectorOf(server: GameServer): Record<string, string> {
  return { [LABELS.server]: server.metadata.name };
}

/** ConfigMap with what the agent needs to know. */
export function configName(server: GameServer): string {
  return `${server.metadata.name}-config`;
}

/** Metadata of an object made for a server: named, labelled and owned by it. */
export function ownedMeta(server: GameServer, name: string): ObjectMeta & { ownerReferences: OwnerReference[] } {
  return { name, namespace: server.metadata.namespace, labels: labelsOf(server), ownerReferences: [ownerReference(server)] };
}

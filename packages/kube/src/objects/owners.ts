import type { KubeObject, OwnerReference } from '../object.ts';

/**
 * A reference that makes `owner` the controlling owner: its dependents go when it goes. They do not hold up its own deletion, not
 * even one in the foreground, and so nobody needs a permission on the owner's finalizers.
 */
export function ownerReference(owner: KubeObject): OwnerReference {
  const { apiVersion, kind, metadata } = owner;
  if (!metadata.uid) throw new TypeError(`${kind} ${metadata.name} has no uid: only an object read from the server can own others`);
  return { apiVersion, kind, name: metadata.name, uid: metadata.uid, controller: true };
}

/** The same for what its owner waits for when it is deleted in the foreground, as pods of a StatefulSet are. */
export function blockingOwnerReference(owner: KubeObject): OwnerReference {
  return { ...ownerReference(owner), blockOwnerDeletion: true };
}

/** The controlling owner; at most one reference may have `controller: true`. */
export function controllerOf(object: KubeObject): OwnerReference | undefined {
  return object.metadata.ownerReferences?.find((owner) => owner.controller);
}

/** Whether this very object, not another of the same name, controls the other one. */
export function isControlledBy(object: KubeObject, owner: KubeObject): boolean {
  return owner.metadata.uid !== undefined && controllerOf(object)?.uid === owner.metadata.uid;
}

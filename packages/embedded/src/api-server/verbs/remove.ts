import { clone, isObject, listAt } from '../json.ts';
import type { Api } from '../api.ts';
import type { ResourceDefinition } from '../resources/definition.ts';
import type { ApiObject } from '../store/api-object.ts';
import type { StoredObject } from '../store/stored-object.ts';

/** Whether something still has to happen before an object may go. */
export function hasFinalizers(definition: ResourceDefinition, object: ApiObject): boolean {
  if ((object.metadata.finalizers ?? []).length > 0) return true;
  const spec = object['spec'];
  return definition.rules.finalizersInSpec === true && listAt(isObject(spec) ? spec : undefined, 'finalizers').length > 0;
}

/** Whether an object that is being deleted has nothing left to wait for. */
export function isReadyToGo(definition: ResourceDefinition, object: ApiObject): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds } = object.metadata;
  return deletionTimestamp !== undefined && !hasFinalizers(definition, object) && (deletionGracePeriodSeconds ?? 0) === 0;
}

/** Takes an object out of the store; its last state goes to the watchers. */
export function removeObject(api: Api, definition: ResourceDefinition, lastState: ApiObject): StoredObject {
  const { namespace = '', name = '' } = lastState.metadata;
  return api.store.remove({ storage: definition.storage, namespace, name }, clone(lastState));
}

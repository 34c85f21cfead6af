import { valueAt } from '../json.ts';
import type { ResourceDefinition } from '../resources/definition.ts';
import { badRequest } from '../status.ts';
import type { ApiObject } from '../store/api-object.ts';

/** A field selector, taken apart. */
export interface FieldSelector {
  matches(object: ApiObject): boolean;
  /** The selector asks for this name and nothing else can match. */
  name: string | undefined;
}

/** Compiles `status.phase!=Failed,spec.nodeName=a`. Throws a 400 Status for fields the kind does not select by. */
export function compileFieldSelector(text: string, definition: ResourceDefinition): FieldSelector | undefined {
  const parts = text.split(',').filter((part) => part !== '');
  if (parts.length === 0) return undefined;
  let name: string | undefined;
  const tests = parts.map((part) => {
    const parsed = /^([^=!]+?)(==|=|!=)(.*)$/.exec(part.trim());
    if (!parsed) throw badRequest(`invalid selector: '${text}'; can't understand '${part}'`);
    const [, field = '', operator, wanted = ''] = parsed;
    const isCommon = field === 'metadata.name' || (field === 'metadata.namespace' && definition.namespaced);
    if (!isCommon && !definition.selectableFields.includes(field)) throw badRequest(`field label not supported: ${field}`);
    const path = field === 'source' ? ['source', 'component'] : field.split('.');
    const wantsEqual = operator !== '!=';
    if (field === 'metadata.name' && wantsEqual) name = wanted;
    return (object: ApiObject) => (textOf(valueAt(object, path)) === wanted) === wantsEqual;
  });
  return { matches: (object) => tests.every((test) => test(object)), name };
}

function textOf(value: unknown): string {
  return value === undefined || value === null ? '' : String(value);
}

import { clone, isObject, type Json, type JsonObject } from '../json.ts'

/** Defaults for the objects at one path; a function is given the object it fills. */
export type Defaults = Readonly<Record<string, Json | ((parent: JsonObject) => Json | undefined)>>

/** A path to objects and what is missing in them: `['spec.containers[]', { terminationMessagePolicy: 'File' }]`. */
export type DefaultRule = readonly [path: string, defaults: Defaults]

/** Fills in defaults; paths that lead nowhere are left out. */
export function fillDefaults(object: JsonObject, rules: readonly DefaultRule[]): void {
  for (const [path, defaults] of rules) {
    for (const target of objectsAt(object, path)) {
      for (const [name, value] of Object.entries(defaults)) {
        if (target[name] !== undefined) continue
        const filled = typeof value === 'function' ? value(target) : clone(value)
        if (filled !== undefined) target[name] = filled
      }
    }
  }
}

/** Every object at a path, in which `[]` goes through the items of a list; the empty path is the root. */
export function objectsAt(root: JsonObject, path: string): JsonObject[] {
  let found: Json[] = [root]
  for (const step of path === '' ? [] : path.split('.')) {
    const isList = step.endsWith('[]')
    const name = isList ? step.slice(0, -2) : step
    found = found.flatMap((parent) => {
      const value = isObject(parent) ? parent[name] : undefined
      if (isList) return Array.isArray(value) ? value : []
      return value === undefined ? [] : [value]
    })
  }
  return found.filter(isObject)
}

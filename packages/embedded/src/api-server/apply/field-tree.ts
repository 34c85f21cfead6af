import { isObject, parseJson, type Json, type JsonObject } from '../json.ts';

/**
 * A set of field paths as a tree; the keys are path elements in the `fieldsV1` notation:
 * `f:name` a member, `k:{…}` a list item by its keys, `v:…` a list item by its value, `i:0` by its index.
 */
export interface FieldTree {
  /** The path itself is in the set, not only paths below it. */
  isMember: boolean;
  children: Map<string, FieldTree>;
}

/** A path: elements from the root on. */
export type FieldPath = readonly string[];

/** An empty set. */
export function emptyTree(): FieldTree {
  return { isMember: false, children: new Map() };
}

/** Whether there is no path in the set. */
export function isEmptyTree(tree: FieldTree | undefined): boolean {
  if (!tree) return true;
  if (tree.isMember) return false;
  for (const child of tree.children.values()) if (!isEmptyTree(child)) return false;
  return true;
}

/** Adds a path, in place. */
export function insertPath(tree: FieldTree, path: FieldPath): void {
  let node = tree;
  for (const element of path) {
    let child = node.children.get(element);
    if (!child) node.children.set(element, (child = emptyTree()));
    node = child;
  }
  node.isMember = true;
}

/** Every path that is in one of them. */
export function union(left: FieldTree, right: FieldTree): FieldTree {
  const children = new Map(left.children);
  for (const [element, child] of right.children) {
    const other = children.get(element);
    children.set(element, other ? union(other, child) : child);
  }
  return { isMember: left.isMember || right.isMember, children };
}

/** The paths of the first that are not in the second. */
export function difference(left: FieldTree, right: FieldTree): FieldTree {
  const children = new Map<string, FieldTree>();
  for (const [element, child] of left.children) {
    const other = right.children.get(element);
    const rest = other ? difference(child, other) : child;
    if (!other || !isEmptyTree(rest)) children.set(element, rest);
  }
  return { isMember: left.isMember && !right.isMember, children };
}

/** The paths that are in both. */
export function intersection(left: FieldTree, right: FieldTree): FieldTree {
  const children = new Map<string, FieldTree>();
  for (const [element, child] of left.children) {
    const other = right.children.get(element);
    const shared = other && intersection(child, other);
    if (shared && !isEmptyTree(shared)) children.set(element, shared);
  }
  return { isMember: left.isMember && right.isMember, children };
}

/** Every path of the set, in order. */
export function* pathsOf(tree: FieldTree, prefix: FieldPath = []): Generator<FieldPath> {
  if (tree.isMember) yield prefix;
  for (const [element, child] of [...tree.children].sort(([left], [right]) => (left < right ? -1 : 1))) {
    yield* pathsOf(child, [...prefix, element]);
  }
}

/** The set as `fieldsV1`. */
export function encodeTree(tree: FieldTree): JsonObject {
  const out: JsonObject = {};
  if (tree.isMember && tree.children.size > 0) out['.'] = {};
  for (const element of [...tree.children.keys()].sort()) {
    const child = tree.children.get(element);
    if (child && !isEmptyTree(child)) out[element] = encodeTree(child);
  }
  return out;
}

/** Reads `fieldsV1`; an element without anything below it is a member. */
export function decodeTree(fields: JsonObject): FieldTree {
  const tree = emptyTree();
  for (const [element, below] of Object.entries(fields)) {
    if (element === '.') tree.isMember = true;
    else if (isObject(below)) {
      const child = decodeTree(below);
      if (child.children.size === 0) child.isMember = true;
      tree.children.set(element, child);
    }
  }
  return tree;
}

/** `.spec.containers[name="game"].image`, as conflicts are reported. */
export function pathText(path: FieldPath): string {
  return path
    .map((element) => {
      const rest = element.slice(2);
      switch (element.slice(0, 2)) {
        case 'f:':
          return `.${rest}`;
        case 'k:':
          return `[${keyText(rest)}]`;
        case 'v:':
          return `[=${rest}]`;
        default:
          return `[${rest}]`;
      }
    })
    .join('');
}

function keyText(text: string): string {
  const key: Json = parseJson(text);
  return isObject(key)
    ? Object.entries(key)
        .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
        .join(',')
    : text;
}

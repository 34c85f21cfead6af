import type { Mount } from '../runtime/container-runtime.ts';

function longestFirst(mounts: readonly Mount[]): Mount[] {
  return mounts.toSorted((a, b) => b.mountPath.length - a.mountPath.length);
}

function trimSlash(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

/** A container path as this machine's: `value` is rewritten when it begins with a mount path at a path boundary. */
export function toHostPath(value: string, mounts: readonly Mount[]): string {
  for (const mount of longestFirst(mounts)) {
    const mountPath = trimSlash(mount.mountPath);
    if (value === mountPath || value.startsWith(`${mountPath}/`)) return mount.hostPath + value.slice(mountPath.length);
  }
  return value;
}

/**
 * Rewrites every mount path inside a piece of shell script.
 * `hostPath` of each mount must need no quoting in a shell; the caller sees to it (`plainMounts`).
 */
export function rewriteScript(script: string, mounts: readonly Mount[]): string {
  const sorted = longestFirst(mounts).filter((mount) => trimSlash(mount.mountPath) !== '/');
  if (sorted.length === 0) return script;
  const byPath = new Map(sorted.map((mount) => [trimSlash(mount.mountPath), mount.hostPath]));
  const paths = [...byPath.keys()].map((path) => path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  // A path begins where no path goes on (`/opt/gse` and `./gse` are other folders) and ends at a boundary (`/gse-secrets` too).
  const pattern = new RegExp(`(?<![\\w./-])(?:${paths.join('|')})(?![\\w.-])`, 'g');
  return script.replace(pattern, (path) => byPath.get(path) ?? path);
}

import { hash } from 'node:crypto';

/** A short hash of a JSON value, whatever the order of its keys; absent members count as if they were not there. */
export function fingerprint(value: unknown): string {
  return shortHash(canonical(value));
}

/** The same for a value whose keys always come in the order in which the same code has set them; several times cheaper. */
export function fingerprintAsBuilt(value: unknown): string {
  return shortHash(JSON.stringify(value));
}

function shortHash(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, 16);
}

/** JSON with sorted keys. Written out by hand because it runs for every server at every look. */
function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const members: string[] = [];
  for (const key of Object.keys(value).sort()) {
    const member = (value as Record<string, unknown>)[key];
    if (member !== undefined) members.push(`${JSON.stringify(key)}:${canonical(member)}`);
  }
  return `{${members.join(',')}}`;
}

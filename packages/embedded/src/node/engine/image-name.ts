/**
 * An image reference in full: `redis` is `docker.io/library/redis:latest`.
 * Docker means that anyway; Podman refuses short names, and an engine asked without a tag would fetch all of them.
 */
export function fullImageName(image: string): string {
  const slash = image.indexOf('/');
  const first = slash < 0 ? '' : image.slice(0, slash);
  const hasRegistry = first === 'localhost' || first.includes('.') || first.includes(':');
  const named = hasRegistry ? image : `docker.io/${slash < 0 ? 'library/' : ''}${image}`;
  const last = named.slice(named.lastIndexOf('/') + 1);
  return last.includes(':') || last.includes('@') ? named : `${named}:latest`;
}

/** Value of the managed-by label on everything made for a server; informers select on it. */
export const MANAGED_BY = 'gse';
/** Name of the claim template of the world volume. */
export const DATA_VOLUME = 'data';

/** Name of the container of a server's pod in which the game runs. */
export const GAME_CONTAINER = 'game';

/** Secret with the credentials of game and agent. */
export function credentialsName(server: string, spec: { readonly secretName?: string | undefined }): string {
  return spec.secretName ?? `${server}-credentials`;
}

/** The only pod of a server. */
export function podName(server: string): string {
  return `${server}-0`;
}

/** The server that a claim of this name would be of; undefined for a name that none of them has. */
export function serverOfClaim(claim: string): string | undefined {
  return new RegExp(`^${DATA_VOLUME}-(.+)-0$`).exec(claim)?.[1];
}

/** The claim of the world volume. */
export function claimName(server: string): string {
  return `${DATA_VOLUME}-${server}-0`;
}

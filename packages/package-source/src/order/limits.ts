/**
 * What a server may be given at all, whatever the game: below nothing starts, above it is a slip of the hand. What a hoster
 * allows a tenant is the tenant's quota.
 */
export const LIMITS = {
  cpu: { least: '100m', most: '64' },
  memory: { least: '256Mi', most: '512Gi' },
  storage: { least: '1Gi', most: '16Ti' },
} as const;

/** Versions of the dedicated server. */
export const VERSIONS = {
  recommended: '41.78.16',
  channels: { stable: '41.78.16', unstable: '42.0.2' },
  accepts: /^4[12]\.\d{1,3}\.\d{1,3}$/,
} as const;

/**
 * Versions. Client and server must match to the last figure (2.0.77 does not let 2.0.76 in), and saves only go up, so
 * a version is always exact. 1.1 is not offered: its map settings differ.
 */
export const versions = {
  recommended: '2.0.77',
  channels: { stable: '2.0.77', experimental: '2.1.12' },
  accepts: /^2\.\d{1,2}\.\d{1,4}$/,
} as const;

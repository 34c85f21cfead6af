/**
 * Versions of the game. FILL IN: one that is known to work, the channels people know, and which pins can be run. Never a
 * word such as `latest` behind a channel: a restart must not be an update.
 */
export const VERSIONS = {
  recommended: '1.0.0',
  channels: { stable: '1.0.0' },
  accepts: /^\d{1,3}\.\d{1,3}\.\d{1,3}$/,
} as const;

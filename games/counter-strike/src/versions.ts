/**
 * Branches on Steam. There are no versions to choose from: players' games are updated by Steam at the same moment, and an old
 * build cannot be joined any more. A server is always of the newest build of its branch.
 */
export const CHANNELS = {
  /** What everybody plays. */
  public: 'public',
} as const;

/** Names of branches; the publisher opens and closes others for tests. */
export const ACCEPTED_VERSION = /^[a-z0-9][a-z0-9._-]{0,39}$/;

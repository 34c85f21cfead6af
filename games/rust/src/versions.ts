/**
 * Branches on Steam. There are no versions to choose from: an old build cannot be joined, because players' games are
 * updated at the same moment, so a server is always of the newest build of its branch.
 */
export const CHANNELS = {
  /** What everybody plays. */
  public: 'public',
  /** What is to come with the next monthly update; only for players who chose that branch too. */
  staging: 'staging',
} as const;

/** Branches that can be run. */
export const ACCEPTED_VERSION = /^(?:public|release|staging|aux0[0-9])$/;

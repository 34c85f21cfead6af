/**
 * Versions are the numbers of artifacts, the builds of the server that Cfx.re publishes almost daily. Worlds do not depend on
 * them, so any may follow any; but they expire: Cfx.re lets players join a build from its server list for about three months
 * after it was replaced. Whoever pins one has to move the pin; whoever follows a channel gets a newer one with each release of
 * this adapter. What has expired is told at every start, see `start-script.ts`, and is a diagnosis.
 */
export const CHANNELS = {
  /** Cfx.re's own choice for most servers. */
  recommended: '35245',
  /** The newest that was tried. */
  latest: '35945',
} as const;

/** Used when nothing is asked for: the channel that expires last. */
export const RECOMMENDED = CHANNELS.latest;

/** Pins that can be run; older builds can neither be joined nor run today's resources. */
export const ACCEPTED_VERSION = /^(?:1[2-9][0-9]{3}|[2-9][0-9]{4}|[1-9][0-9]{5})$/;

/** Where artifacts are published, and what says which are still supported. */
export const PUBLISHER = {
  artifacts: 'https://runtime.fivem.net/artifacts/fivem/build_proot_linux/master/',
  support: 'https://changelogs-live.fivem.net/api/changelog/versions/linux/server',
} as const;

/** The base resources every server has (chat, spawning, maps), at a commit of their repository. */
export const BASE_RESOURCES = 'https://codeload.github.com/citizenfx/cfx-server-data/tar.gz/0e7ba538339f7c1c26d0e689aa750a336576cf02';

/** Games that this adapter runs: the current one, and the one before it, which its publisher no longer looks after. */
export const EDITIONS = {
  cs2: {
    title: 'Counter-Strike 2',
    steamApp: 730,
    /** Folder of the game's files in the data volume. */
    content: 'game/csgo',
    /** Steam's manifest, there once the game is installed. */
    manifest: 'steamapps/appmanifest_730.acf',
  },
  // In a folder of its own, so that both can lie in one volume.
  'csgo-legacy': {
    title: 'Counter-Strike: Global Offensive',
    steamApp: 740,
    content: 'csgo-legacy/csgo',
    manifest: 'csgo-legacy/steamapps/appmanifest_740.acf',
  },
} as const;
/** Which game runs. */
export type Edition = keyof typeof EDITIONS;

/** Folder of the console files that the game executes. */
export function cfgFolder(edition: Edition): string {
  return `${EDITIONS[edition].content}/cfg`;
}

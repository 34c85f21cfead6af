/** Name of the world's folder. Fixed: under another name the game would find an empty folder and make a new world. */
export const IDENTITY = 'main';
/** The folder of world, players and cfg files in the data volume. */
export const WORLD = `server/${IDENTITY}`;
/** What the start script is told: the wished options of the command line. */
export const START_FILE = 'gse/start.txt';
/** What the start script remembers of the world that is played: kind, seed, size and address. Gone with the world. */
export const WORLD_NOTE = 'gse/world.txt';

import { minecraftSimulator } from '@gse/minecraft/simulator';
import { standIn } from './stand-in.ts';

/** The entry point of the image prepares and becomes the game; here the simulator does both. */
void standIn({ simulator: minecraftSimulator, dataDir: '/data' });

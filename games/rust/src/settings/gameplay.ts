import { z } from 'zod';
import { convars } from './field.ts';

const cfg = convars('Gameplay');
const animals = (title: string, animal: string) => ({
  title,
  unit: 'per km²',
  description: `How many ${animal} live on a square kilometre. 0 is none.`,
});
const population = (usual: number) => z.number().min(0).max(30).default(usual);

/** What the island is like. */
export const gameplay = {
  pve: z
    .boolean()
    .default(false)
    .meta(cfg('server.pve', { title: 'Players cannot hurt each other', description: 'PvE: who hurts another player is hurt instead.' })),
  radiation: z
    .boolean()
    .default(true)
    .meta(cfg('server.radiation', { title: 'Radiation', description: 'Monuments are radioactive, and players need protection there.' })),
  stability: z
    .boolean()
    .default(true)
    .meta(cfg('server.stability', { title: 'Stability', description: 'What is built without support falls down.' })),
  events: z
    .boolean()
    .default(true)
    .meta(cfg('server.events', { title: 'Events', description: 'Helicopter, airdrops and other things that happen by themselves.' })),
  cargoShip: z
    .boolean()
    .default(true)
    .meta(cfg('cargoship.event_enabled', { title: 'Cargo ship', description: 'The ship with its crates visits the island.' })),
  halloween: z
    .boolean()
    .default(false)
    .meta(
      cfg('halloween.enabled', { title: 'Halloween', description: 'Pumpkins, candy and what walks at night, at any time of the year.' }),
    ),
  christmas: z
    .boolean()
    .default(false)
    .meta(cfg('xmas.enabled', { title: 'Christmas', description: 'Snow, presents and stockings, at any time of the year.' })),
  wounding: z
    .boolean()
    .default(true)
    .meta(
      cfg('server.woundingenabled', { title: 'Wounding', description: 'Who is beaten lies wounded for a while and can be helped up.' }),
    ),
  respawnAtDeathPosition: z
    .boolean()
    .default(false)
    .meta(
      cfg('server.respawnatdeathposition', {
        title: 'Respawn where one died',
        description: 'Players come back at the place of their death.',
      }),
    ),
  dropItems: z
    .boolean()
    .default(true)
    .meta(cfg('server.dropitems', { title: 'Drop items', description: 'Players can drop what they carry, and lose it when they die.' })),
  itemDespawnSeconds: z
    .int()
    .min(10)
    .max(86_400)
    .default(300)
    .meta(
      cfg('server.itemdespawn', {
        title: 'Dropped items stay',
        unit: 'seconds',
        description: 'How long a dropped item lies on the ground.',
      }),
    ),
  corpseDespawnSeconds: z
    .int()
    .min(10)
    .max(86_400)
    .default(300)
    .meta(
      cfg('server.corpsedespawn', { title: 'Corpses stay', unit: 'seconds', description: 'How long a corpse with its belongings stays.' }),
    ),
  maxTeamSize: z
    .int()
    .min(0)
    .max(128)
    .default(8)
    .meta(
      cfg('relationshipmanager.maxteamsize', {
        title: 'Largest team',
        unit: 'players',
        description: 'How many players can be in one team. 0 turns teams off.',
      }),
    ),
  bears: population(2).meta(cfg('bear.population', animals('Bears', 'bears'))),
  boars: population(5).meta(cfg('boar.population', animals('Boars', 'boars'))),
  chickens: population(3).meta(cfg('chicken.population', animals('Chickens', 'chickens'))),
  stags: population(3).meta(cfg('stag.population', animals('Stags', 'stags'))),
  wolves: population(2).meta(cfg('wolf2.population', animals('Wolves', 'wolves'))),
  horses: population(2).meta(cfg('ridablehorse.population', animals('Horses', 'horses'))),
};

import { z } from 'zod';
import { address, convars, line, lines, startOptions } from './field.ts';

const cfg = convars('Server');
const start = startOptions('Server');

/** What the server list can be filtered by. */
const TAGS = [
  'monthly',
  'biweekly',
  'weekly',
  'vanilla',
  'softcore',
  'hardcore',
  'primitive',
  'pve',
  'roleplay',
  'creative',
  'minigame',
  'training',
  'battlefield',
  'builds',
  'NA',
  'SA',
  'EU',
  'WA',
  'EA',
  'OC',
  'AF',
] as const;

/** How it shows itself in the server list, and to how many. */
export const server = {
  hostname: line(100)
    .min(1)
    .default('My Rust server')
    .meta(cfg('server.hostname', { title: 'Server name', description: 'What players read in the server list.' })),
  description: lines(1000)
    .default('')
    .meta(
      cfg('server.description', {
        title: 'Description',
        description: 'What players read when they click on the server: rules, wipe days, where to find you. Line breaks are kept.',
      }),
    ),
  url: address().meta(
    cfg('server.url', { title: 'Website', description: 'The button "Visit website" on the page of the server leads there.' }),
  ),
  headerImage: address().meta(
    cfg('server.headerimage', { title: 'Header image', description: 'Address of the picture over the description, 512 by 256 pixels.' }),
  ),
  logoImage: address().meta(
    cfg('server.logoimage', { title: 'Logo', description: 'Address of the small picture of the server, which Rust+ shows too.' }),
  ),
  tags: z
    .array(z.enum(TAGS))
    .max(6)
    .default([])
    .meta(
      cfg('server.tags', {
        title: 'Tags',
        description: 'What players filter the server list by: how often you wipe, the way of playing, and the region.',
      }),
    ),
  maxPlayers: z
    .int()
    .min(1)
    .max(1000)
    .default(50)
    .meta(
      start('server.maxplayers', 'restart', {
        title: 'Most players',
        unit: 'players',
        description: 'How many may be on at once. The game itself offers 500; more than 100 need memory and a fast processor.',
      }),
    ),
  gameMode: z
    .enum(['vanilla', 'softcore', 'hardcore', 'primitive'])
    .default('vanilla')
    .meta(
      start('server.gamemode', 'restart', {
        title: 'Game mode',
        description:
          'vanilla: the usual game. softcore: gentler on who dies. hardcore: harsher. primitive: without modern weapons. Changing it in the middle of a wipe resets what players carry.',
      }),
    ),
};

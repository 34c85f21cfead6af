import type { SettingMeta } from '@gse/sdk';
import { z } from 'zod';
import { convar, ONE_LINE, WEB_ADDRESS } from './field.ts';

const GROUP = 'Server';

/** How the server is run. */
const VARIANTS = ['bare', 'txadmin'] as const;

/** What players see of the server before they join, and how many may. */
export const server = {
  variant: z
    .enum(VARIANTS)
    .default('bare')
    .meta({
      group: GROUP,
      title: 'Variant',
      applies: 'restart',
      lands: 'container: VARIANT',
      description:
        'bare: the server alone, managed here. txadmin: with the txAdmin panel on its own port, which has bans, warnings and an allowlist.',
    } satisfies SettingMeta),
  hostname: z
    .string()
    .regex(...ONE_LINE)
    .min(1)
    .max(200)
    .default('A FiveM server')
    .meta(
      convar('sv_hostname', {
        group: GROUP,
        title: 'Name',
        applies: 'live',
        description: 'Name in the server list; ^1 to ^9 give colours.',
      }),
    ),
  projectName: z
    .string()
    .regex(...ONE_LINE)
    .max(60)
    .default('')
    .meta(
      convar('sv_projectName', {
        group: GROUP,
        title: 'Project name',
        applies: 'live',
        description: 'Short name that the server list shows in front of the other one.',
      }),
    ),
  projectDescription: z
    .string()
    .regex(...ONE_LINE)
    .max(250)
    .default('')
    .meta(
      convar('sv_projectDesc', {
        group: GROUP,
        title: 'Description',
        applies: 'live',
        description: 'What the server is about, in a sentence for the server list.',
      }),
    ),
  tags: z
    .array(z.string().regex(/^[\p{L}\p{N} _-]{1,32}$/u, 'must be 1 to 32 letters, digits, spaces, - and _'))
    .max(16)
    .default([])
    .meta(
      convar('tags', {
        group: GROUP,
        title: 'Tags',
        applies: 'live',
        description: 'Words by which players find the server in the list, such as roleplay or drift.',
      }),
    ),
  locale: z
    .string()
    .regex(/^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{2,8})*$/, 'must be a language such as en-US')
    .max(30)
    .default('root-AQ')
    .meta(
      convar('locale', {
        group: GROUP,
        title: 'Language',
        applies: 'live',
        description: 'Language of the server for filters in the list, such as de-DE or en-US. root-AQ is none in particular.',
      }),
    ),
  maxPlayers: z
    .int()
    .min(1)
    .max(2048)
    .default(10)
    .meta(
      convar('sv_maxclients', {
        group: GROUP,
        title: 'Most players',
        applies: 'live',
        unit: 'players',
        description:
          'How many may be online at once. More than the licence key allows are not let in; more than 32 need OneSync, more than 64 OneSync on.',
      }),
    ),
  listed: z
    .boolean()
    .default(true)
    .meta(
      convar('sv_master1', {
        group: GROUP,
        title: 'Listed',
        applies: 'restart',
        description: 'Shows the server in the public list. Otherwise only those find it who know its address.',
      }),
    ),
  icon: z
    .boolean()
    .default(false)
    .meta(
      convar('load_server_icon', {
        group: GROUP,
        title: 'Own icon',
        applies: 'restart',
        description: 'Shows server-data/icon.png in the list, a PNG of 96 by 96 pixels that you put there.',
      }),
    ),
  bannerDetail: z
    .string()
    .regex(...WEB_ADDRESS)
    .default('')
    .meta(
      convar('banner_detail', {
        group: GROUP,
        title: 'Banner in the list',
        applies: 'live',
        description: 'Address of a picture that the page of the server shows. Empty: none.',
      }),
    ),
  bannerConnecting: z
    .string()
    .regex(...WEB_ADDRESS)
    .default('')
    .meta(
      convar('banner_connecting', {
        group: GROUP,
        title: 'Banner while joining',
        applies: 'live',
        description: 'Address of a picture that players see while they join. Empty: none.',
      }),
    ),
};

import { z } from 'zod';
import { oneLine, property } from './field.ts';

const GROUP = 'Resource pack';

/** Textures and sounds for everybody who plays. */
export const resourcePack = {
  resourcePack: z
    .string()
    .regex(/^(?:https?:\/\/[^ ]+)?$/, 'must be an address that begins with https:// or http://, or empty')
    .max(500)
    .default('')
    .meta(
      property('resource-pack', {
        group: GROUP,
        title: 'Address',
        applies: 'restart',
        description: 'Where players download the resource pack from. Empty: none.',
      }),
    ),
  resourcePackSha1: z
    .string()
    .regex(/^(?:[0-9a-fA-F]{40})?$/, 'must be a SHA-1 of 40 hexadecimal digits, or empty')
    .default('')
    .meta(
      property('resource-pack-sha1', {
        group: GROUP,
        title: 'Checksum',
        applies: 'restart',
        description: 'SHA-1 of the pack, so that players fetch it again only when it changed.',
      }),
    ),
  requireResourcePack: z
    .boolean()
    .default(false)
    .meta(
      property('require-resource-pack', {
        group: GROUP,
        title: 'Required',
        applies: 'restart',
        description: 'Kicks players who refuse the pack.',
      }),
    ),
  resourcePackPrompt: z
    .string()
    .regex(...oneLine)
    .max(200)
    .default('')
    .meta(
      property('resource-pack-prompt', {
        group: GROUP,
        title: 'Question',
        applies: 'restart',
        description: 'What players read when they are asked to take the pack.',
      }),
    ),
};

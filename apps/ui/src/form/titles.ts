import type { Game } from '../api/types.ts';
import { formWords } from '../words/form.ts';
import { fieldOf } from './edits.ts';

const text = formWords;

const others: Readonly<Record<string, string>> = {
  size: text.size.plans,
  'resources.cpu': text.size.cpu,
  'resources.memory': text.size.memory,
  'storage.size': text.size.storage,
  version: text.version.title,
  'version.pin': text.version.title,
  'version.channel': text.version.title,
  network: text.network.title,
  'network.type': text.network.title,
  'network.address': text.network.address,
  'network.sharedAddress': text.network.shared,
  'network.ports': text.network.ports,
  licences: text.licences.title,
  'disruption.announceSeconds': text.warnings.announce,
  'disruption.onlyWhenEmpty': text.warnings.wait,
};

/** What people call the field at a path; undefined for one that no form shows. */
export function titleOf(game: Pick<Game, 'settings' | 'licences' | 'secrets'>, path: string): string | undefined {
  const field = fieldOf(path);
  const [head = '', name] = field.split('.');
  if (head === 'settings') return game.settings.fields.find((setting) => setting.name === name)?.title;
  if (head === 'licences' && name !== undefined) return game.licences.find(({ id }) => id === name)?.title;
  if (head === 'secrets') return game.secrets.find(({ id }) => id === name)?.title;
  return others[field] ?? others[head];
}

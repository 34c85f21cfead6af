import type { Game } from '../../api/types.ts';
import { formWords } from '../../words/form.ts';
import { commonWords } from '../common-words.ts';
import { ownValue, type Spec } from '../edits.ts';
import type { Problem } from '../validate.ts';
import { networkTypeOf, portsIn } from './network-words.ts';

const text = formWords.network.problem;
/** Numbers below are the system's. */
const LEAST_HOST_PORT = 1024;

/** What is wrong with how players are to reach a server, as far as a page can tell. */
export function networkProblems(game: Game, spec: Spec): readonly Problem[] {
  const problems: Problem[] = [];
  const judge = (path: string, isRight: (value: string) => boolean, otherwise: string): void => {
    const value = ownValue(spec, path);
    if (value !== undefined && !(typeof value === 'string' && isRight(value)))
      problems.push({ path, message: commonWords(game, path) ?? otherwise });
  };
  judge('network.address', isAddress, text.address);
  judge('network.sharedAddress', (word) => /^[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?$/.test(word), text.word);
  const isHostPort = networkTypeOf(ownValue(spec, 'network.type')) === 'HostPort';
  for (const [name, number] of Object.entries(portsIn(ownValue(spec, 'network.ports')))) {
    const path = `network.ports.${name}`;
    if (!isPort(number)) problems.push({ path, message: commonWords(game, path) ?? text.port });
    else if (isHostPort && number < LEAST_HOST_PORT) problems.push({ path, message: text.hostPort });
  }
  return problems;
}

function isPort(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 65_535;
}

function isAddress(value: string): boolean {
  const parts = value.split('.');
  if (parts.length === 4) return parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
  return /^[0-9a-fA-F:.]+$/.test(value) && URL.canParse(`http://[${value}]/`);
}

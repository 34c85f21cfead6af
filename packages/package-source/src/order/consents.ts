import type { AnyGame } from '@gse/sdk';
import type { Parameter } from './parameter.ts';

/** A switch for every licence, off until the person who orders turns it on. */
export function consents(game: AnyGame): readonly Parameter[] {
  return game.licences.map(({ id, title, summary, url }) => ({
    name: `accept${id.replace(/(?:^|[^A-Za-z0-9])+([A-Za-z0-9])/g, (_, letter: string) => letter.toUpperCase())}`,
    section: 'Licences',
    title: `I have read and accept: ${title}`,
    description: `${summary} ${url}`,
    default: false,
    rule: { type: 'switch', needed: `read the ${title} at ${url}, and accept it by setting this to true` },
    target: { to: 'licence', id },
  }));
}

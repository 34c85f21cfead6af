import { notAcceptable } from '../status.ts';

/** How an answer is to be written. */
export interface Representation {
  format: 'json' | 'yaml';
  /** A form other than the object itself. */
  as: 'Table' | 'PartialObjectMetadata' | undefined;
  contentType: string;
}

interface MediaRange {
  type: string;
  parameters: ReadonlyMap<string, string>;
}

/** The media ranges of an `Accept` header, in its order. */
export function parseAccept(header: string | null): MediaRange[] {
  return (header ?? '*/*')
    .split(',')
    .slice(0, 50)
    .map((part) => {
      const [type = '', ...parameters] = part.split(';').map((piece) => piece.trim());
      const pairs = parameters.map((parameter): [string, string] => {
        const equals = parameter.indexOf('=');
        return [parameter.slice(0, equals), parameter.slice(equals + 1)];
      });
      return { type: type.toLowerCase(), parameters: new Map(pairs) };
    })
    .filter((range) => range.type !== '');
}

const jsonTypes = new Set(['application/json', '*/*', 'application/*']);
const yamlTypes = new Set(['application/yaml', 'application/x-yaml']);

/** Picks the first range that this server can write. Throws a 406 Status when there is none. */
export function negotiate(header: string | null, options: { canBeTable: boolean }): Representation {
  for (const { type, parameters } of parseAccept(header)) {
    const as = parameters.get('as');
    const format = jsonTypes.has(type) ? 'json' : yamlTypes.has(type) ? 'yaml' : undefined;
    if (!format) continue;
    if (as === undefined) return { format, as: undefined, contentType: `application/${format}` };
    if (parameters.get('g') !== 'meta.k8s.io' || parameters.get('v') !== 'v1' || format === 'yaml') continue;
    if (as === 'Table' && options.canBeTable) return { format, as: 'Table', contentType: 'application/json' };
    if (as.startsWith('PartialObjectMetadata')) return { format, as: 'PartialObjectMetadata', contentType: 'application/json' };
  }
  throw notAcceptable(['application/json', 'application/yaml']);
}

/** The media type of a body, without parameters. */
export function bodyType(headers: Headers): string {
  return (headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

const MAX_BYTES = 64 * 1024;
const FORBIDDEN_ELEMENTS = new Set(['script', 'foreignobject', 'iframe', 'image', 'use', 'a', 'animate', 'set', 'style', 'feimage']);

/** Matches one piece of markup, or a run of text. */
const PIECE = /<!--[^]*?-->|<\/([A-Za-z][\w:.-]*)\s*>|<([A-Za-z][\w:.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|[^<]+/y;
const ATTRIBUTE = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/** What is wrong with an SVG that is to be shown on our pages: not well formed, not drawable, or more than a drawing. */
export function svgProblems(source: string): readonly string[] {
  const text = source.replace(/^\uFEFF?\s*<\?xml[^>]*\?>/, '').trim();
  if (Buffer.byteLength(source) > MAX_BYTES) return [`it is larger than ${MAX_BYTES} bytes`];
  const problems: string[] = [];
  const open: string[] = [];
  let elements = 0;
  let at = 0;
  while (at < text.length) {
    PIECE.lastIndex = at;
    const piece = PIECE.exec(text);
    if (piece === null) return [...problems, `it is not well formed at ${JSON.stringify(text.slice(at, at + 40))}`];
    at = PIECE.lastIndex;
    const [whole, closing, opening, attributes = '', slash] = piece;
    if (closing !== undefined) {
      if (open.pop() !== closing) return [...problems, `</${closing}> closes what is not open`];
    } else if (opening !== undefined) {
      if (elements++ > 0 && open.length === 0) return [...problems, 'it has more than one root element'];
      problems.push(...elementProblems(opening, attributes, elements === 1));
      if (slash === '') open.push(opening);
    } else if (!whole.startsWith('<!--') && /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-f]+);)/i.test(whole)) {
      problems.push('it has an & that is no entity');
    }
  }
  if (open.length > 0) problems.push(`<${open.at(-1)}> is not closed`);
  if (elements < 2) problems.push('there is nothing drawn in it');
  return problems;
}

function elementProblems(element: string, attributes: string, isRoot: boolean): readonly string[] {
  const values = new Map(
    [...attributes.matchAll(ATTRIBUTE)].map(([, name = '', double, single]) => [name.toLowerCase(), double ?? single ?? '']),
  );
  const problems = FORBIDDEN_ELEMENTS.has(element.toLowerCase()) ? [`<${element}> does more than draw`] : [];
  for (const [name, value] of values) {
    if (name.startsWith('on')) problems.push(`${name} would run a script`);
    if (/(?:^|:)(?:href|src)$/.test(name) && !value.startsWith('#')) problems.push(`${name} loads ${value}`);
    if (/url\(\s*['"]?(?!#)/i.test(value) || /javascript:|data:/i.test(value)) problems.push(`${name} refers to something outside`);
  }
  if (isRoot && element !== 'svg') problems.push(`its root is <${element}>`);
  if (isRoot && values.get('xmlns') !== 'http://www.w3.org/2000/svg') problems.push('the root lacks xmlns="http://www.w3.org/2000/svg"');
  if (isRoot && !/^-?\d+(?:\.\d+)?(?:[ ,]+-?\d+(?:\.\d+)?){3}$/.test(values.get('viewbox') ?? ''))
    problems.push('the root lacks a viewBox, so it cannot be scaled');
  return problems;
}

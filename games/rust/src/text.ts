const LONGEST = 400;

/** Free text on one line, as long as chat shows it. */
export function oneLine(text: string): string {
  const line = text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()
    .toWellFormed();
  return line.length > LONGEST ? `${line.slice(0, LONGEST).toWellFormed()}…` : line;
}

/**
 * A word between quotes, as an argument of a command. The game has no sure way to write a quote inside quotes, so what
 * would end the word is replaced by what looks like it.
 */
export function quoted(text: string): string {
  return `"${oneLine(text).replaceAll('"', "'").replaceAll('\\', '/')}"`;
}

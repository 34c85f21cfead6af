/** A sign that stands for what was cut away. */
const ELLIPSIS = '%E2%80%A6';

/**
 * Text as one word of the platform's own commands: everything but letters, digits and a few signs is written as `%20`. Nothing
 * in it can end the word, the command or the line, whatever it is; the resource `gse` reads it back.
 *
 * @param maxBytes longest word; a text that needs more is cut
 */
export function escapeWord(text: string, maxBytes = 900): string {
  let escaped = '';
  for (const character of text.toWellFormed()) {
    const next = encodeURIComponent(character).replace(/[!'()*~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
    if (escaped.length + next.length > maxBytes - ELLIPSIS.length) return escaped + ELLIPSIS;
    escaped += next;
  }
  // An empty word would be no word at all.
  return escaped === '' ? '%20' : escaped;
}

/** One line without control and direction characters, without the game's colour codes, without blanks around it. */
export function oneLine(text: string): string {
  return text
    .replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .trim();
}

/** A value between quotes as the console of the game reads it. It knows no way to write a quote inside of quotes. */
export function quoted(value: string | number | boolean): string {
  return `"${oneLine(String(value)).replaceAll('"', "'")}"`;
}

/** Why a text cannot be who somebody is; undefined when it can: a name, `#12` (the number of the session) or `license:…`. */
export function playerProblem(player: string): string | undefined {
  const isPossible = player.trim() !== '' && player.length <= 64 && player === oneLine(player);
  return isPossible ? undefined : 'That is nobody: give the name of a player, # and their number, or their licence.';
}

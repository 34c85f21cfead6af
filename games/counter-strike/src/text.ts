/** What the game shows of one line of chat; the rest would be cut off. */
const CHAT_LENGTH = 120;
/** More lines than this would bury what players say to each other. */
const MAX_CHAT_LINES = 5;

/**
 * Free text made safe to stand between quotes in the console: one line without quotes, which have no escape there, and without
 * semicolons, which end a command wherever a quote got lost.
 */
export function consoleText(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029\s]+/gu, ' ')
    .replaceAll('"', "'")
    .replaceAll(';', ',')
    .toWellFormed()
    .trim();
}

/** The lines of chat that say a text, broken between words. */
export function chatLines(text: string): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of consoleText(text).split(' ')) {
    const pieces = word.match(new RegExp(`.{1,${CHAT_LENGTH}}`, 'gsu')) ?? [];
    for (const piece of pieces) {
      if (line !== '' && line.length + 1 + piece.length > CHAT_LENGTH) {
        lines.push(line);
        line = '';
      }
      line = line === '' ? piece : `${line} ${piece}`;
    }
  }
  if (line !== '') lines.push(line);
  return lines.slice(0, MAX_CHAT_LINES);
}

/** Longest command in bytes that the game's remote console reads, with room for the command's own words. */
const MAX_TEXT_BYTES = 1200;

/** Why a word cannot be the name of a player; undefined when it can. */
export function nameProblem(name: string): string | undefined {
  return /^\.?[A-Za-z0-9_]{1,16}$/.test(name)
    ? undefined
    : `"${name.slice(0, 40)}" is not a player name: 1 to 16 letters, digits and underscores.`;
}

/**
 * Free text made safe to stand at the end of a command: one line, not too long, and without `@`, which the game would
 * read as a selector of players.
 */
export function plainText(text: string): string {
  return clip(
    text
      .replace(/\s+/gu, ' ')
      .replace(/[\p{Cc}\p{Cf}§]/gu, '')
      .replaceAll('@', '\uff20')
      .trim(),
  );
}

/** Text as a component in JSON, which the game shows as it is: nothing in it is read as a selector, a command or a colour. */
export function textComponent(text: string, style: { readonly color: string }): string {
  const clean = text
    .replace(/\s+/gu, ' ')
    .replace(/[\p{Cc}§]/gu, '')
    .trim();
  return JSON.stringify({ text: clip(clean), ...style });
}

/** Cuts a text at a character, so that it fits even after every quote and backslash got its escape. */
function clip(text: string): string {
  let bytes = 0;
  let end = 0;
  for (const character of text) {
    bytes += Buffer.byteLength(JSON.stringify(character)) - 2;
    if (bytes > MAX_TEXT_BYTES) return `${text.slice(0, end)}…`;
    end += character.length;
  }
  return text;
}

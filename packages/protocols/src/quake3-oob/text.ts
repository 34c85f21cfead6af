/** ANSI sequences, the colour codes `^0` to `^9` of the console, and control characters other than tab and line feed. */
const FORMATTING = /\u001b\[[0-?]*[ -/]*[@-~]|\^[0-9]|[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** Removes `^1` colours, ANSI colours and control characters other than tabs and line feeds. */
export function stripConsoleColours(text: string): string {
  return text.replace(FORMATTING, '');
}

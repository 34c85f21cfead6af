/** A line of latest.log, such as `[12:00:00] [Server thread/INFO]: Saving players`. */
export function serverLine(
  message: string,
  { thread = 'Server thread', level = 'INFO' }: { thread?: string; level?: 'INFO' | 'WARN' | 'ERROR' } = {},
): string {
  return `[${new Date().toISOString().slice(11, 19)}] [${thread}/${level}]: ${message}`;
}

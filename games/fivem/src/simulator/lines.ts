/** A line of the server's console, such as `[ citizen-server-impl] Started resource chat`. */
export function serverLine(channel: string, message: string): string {
  return `[${channel.padStart(20)}] ${message}`;
}

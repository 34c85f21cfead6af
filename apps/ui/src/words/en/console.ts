const number = (count: number): string => count.toLocaleString('en');
const lines = (count: number): string => (count === 1 ? '1 line' : `${number(count)} lines`);
const linesWere = (count: number): string => (count === 1 ? '1 line was' : `${number(count)} lines were`);

/** Words of the console. */
export const consoleWords = {
  log: 'Log of the game',
  logHint: 'Arrow keys and Page Up scroll. For a screen reader, open the log as text from the menu.',
  simulated: 'Simulated: no real game runs here. The simulator of the game writes this log and answers the commands.',
  newLog: 'The server was started anew or was not reachable for a while. Lines from in between may be missing here.',
  lost: (count: number, cause: 'slow' | 'away' | 'skipped') =>
    ({
      slow: `${linesWere(count)} lost because the game printed faster than they could be sent here`,
      away: `${linesWere(count)} printed while this page was not connected, and cannot be shown any more`,
      skipped: `${lines(count)} went by too fast to be shown`,
    })[cause],
  lineGoesOn: (count: number) => `… (${number(count)} more characters)`,
  noAnswer: 'The game took the command and answered nothing.',
  noAnswerKnown: 'The connection broke before the answer came. It is not known whether the command was carried out.',

  command: 'Command',
  commandPlaceholder: 'Type a command…',
  commandHint: 'Enter sends it. Arrow up brings back what you sent before.',
  send: 'Send',
  waitsForAnswer: (command: string) => `Waiting for the answer to “${command}”…`,
  notConnected: 'There is no connection at the moment, so the command was not sent. Try again in a moment.',
  tooManyCommands: 'Wait for the answers to the commands before this one.',
  mayNotCommand: 'You may look at this console, but not send commands.',
  answered: (command: string, answer: string) => `${command}: ${answer}`,

  newLines: (count: number) => (count === 1 ? '1 new line' : `${number(count)} new lines`),
  toNewest: 'To the newest line',
  spoken: (count: number, last: string) => `${count === 1 ? '1 new line' : `${number(count)} new lines`}. ${last}`,

  state: {
    connecting: 'Connecting…',
    live: 'Live',
    held: 'Paused',
    waiting: 'Connection lost, trying again…',
    asleep: 'Asleep while nobody looks',
    refused: 'Not connected',
  },

  pause: 'Pause',
  resume: 'Go on',
  find: 'Search in the log',
  clear: 'Clear the screen',
  copy: 'Copy the log',
  copySelection: 'Copy what is marked',
  copied: (count: number) => `${lines(count)} copied`,
  selectionCopied: 'Copied',
  more: 'More about the console',
  asText: 'Show as plain text',
  asTextLead: (count: number) =>
    count === 1 ? 'The line that is on the screen.' : `The last ${number(count)} lines, the newest at the end.`,
  showTimes: 'Show times',
  hideTimes: 'Hide times',
  larger: 'Larger text',
  smaller: 'Smaller text',

  searchFor: 'Search for',
  next: 'Next',
  previous: 'Previous',
  endSearch: 'End the search',
  matches: (index: number, count: number) =>
    count === 0 ? 'Nothing found' : index < 0 ? `${number(count)}+ found` : `${number(index + 1)} of ${number(count)}`,

  stopped: 'The server is stopped',
  stoppedHint: 'There is no game that could print or answer anything. The console opens by itself when the server starts.',
  suspended: 'The server is suspended',
  suspendedHint: 'Your provider has stopped it. The console opens by itself when that is lifted.',
  notYet: 'The game is not up yet',
  notYetHint: 'The console opens by itself as soon as there is something to read.',
  failed: 'The game does not run',
  failedHint: 'The overview says why. These lines are the last it printed.',
  failedNoLines: 'The overview says why, and what can be done.',
  toOverview: 'To the overview',
  deleting: 'The server is being deleted',
  deletingHint: 'Its console is closed.',
  forbidden: 'You may not see this console',
  forbiddenHint: 'Whoever owns the server can allow it to you. Everything else on these pages is not affected.',
  unreachable: 'The console cannot be reached',
  unreachableHint: 'It is tried again by itself.',
  lastLines: 'What stands here is what the game printed last.',
};

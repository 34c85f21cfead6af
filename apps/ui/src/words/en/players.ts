/** Words of the page "players". Acts are those of the API. */
export const players = {
  online: (online: number, max: number | undefined) => (max === undefined || max === 0 ? `${online} online` : `${online} of ${max} online`),
  unknownTitle: 'It is not known who is on',
  nobody: 'Nobody is playing',
  nobodyHint: 'Share the address of the server, and whoever joins shows up here by themselves.',
  nobodySimulated: 'This server is simulated. Let somebody come in with the console command “simulate join NAME”.',
  stopped: 'The server is stopped',
  stoppedHint: 'The game does not run, so nobody can be on. Start the server to let players in.',
  notYet: 'The game is not up yet',
  notYetHint: 'Players can be seen as soon as it answers.',
  namesUnknown: (count: number) =>
    count === 1 ? 'One player is on. The game does not tell who.' : `${count} players are on. The game does not tell who.`,
  someUnnamed: (count: number) =>
    count === 1
      ? 'One more player is on whose name the game does not tell.'
      : `${count} more players are on whose names the game does not tell.`,
  list: 'Players who are on',
  since: 'on for',
  sinceUnknown: 'since when is not known',
  actsOn: (player: string) => `More for ${player}`,
  find: 'Find a player',
  noneFound: (term: string) => `Nobody whose name has “${term}” in it.`,

  announce: {
    title: 'Message to everybody',
    hint: 'Everybody who is on sees it in the chat.',
    placeholder: 'What do you want to say?',
    go: 'Say it',
    said: 'Said to everybody who is on.',
  },

  byName: {
    title: 'By name',
    hint: 'Also for somebody who is not on. Write the name as the game shows it.',
    player: 'Name of the player',
    act: 'What to do',
    go: 'Go on…',
  },

  acts: {
    message: {
      label: 'Write a message',
      title: (player: string) => `Write to ${player}`,
      means: 'Only this player sees it, in the chat.',
      go: 'Send',
    },
    kick: {
      label: 'Kick',
      title: (player: string) => `Kick ${player}`,
      means: 'The player is thrown off the server at once, and can join again.',
      go: 'Kick',
    },
    ban: {
      label: 'Ban',
      title: (player: string) => `Ban ${player}`,
      means: 'The player is thrown off and cannot join any more, until you lift the ban.',
      go: 'Ban',
    },
    unban: {
      label: 'Lift the ban',
      title: (player: string) => `Lift the ban of ${player}`,
      means: 'The player may join again.',
      go: 'Lift the ban',
    },
    allow: {
      label: 'Put on the list of those who may join',
      title: (player: string) => `Let ${player} join`,
      means: 'The player is put on the list of those who may join. The list counts only while the server lets in nobody else.',
      go: 'Put on the list',
    },
    disallow: {
      label: 'Take off the list of those who may join',
      title: (player: string) => `Take ${player} off the list`,
      means:
        'The player is taken off the list of those who may join. While the server lets in only them, this player cannot join any more.',
      go: 'Take off the list',
    },
    promote: {
      label: 'Make an administrator',
      title: (player: string) => `Make ${player} an administrator`,
      means:
        'Administrators can use the commands of the game: kick and ban, change the world, and more. Give this only to people you trust.',
      go: 'Make an administrator',
    },
    demote: {
      label: 'Take administrator rights',
      title: (player: string) => `Take the administrator rights of ${player}`,
      means: 'The player plays on as everybody else.',
      go: 'Take the rights',
    },
  },
  reason: 'Reason',
  reasonHint: 'The player sees it where the game shows reasons. You may leave it empty.',
  message: 'Message',
  messageMissing: 'Write what you want to say.',
  notDone: 'The game did not do it',
  doneWithout: 'Done.',

  lists: {
    title: 'Lists of the game',
    hint: 'The game keeps them itself; they stay when the server stops.',
    banned: { title: 'Banned', hint: 'They cannot join.', empty: 'Nobody is banned.' },
    allowed: {
      title: 'May join',
      hint: 'While the server lets in only people of this list, nobody else gets in.',
      empty: 'Nobody is on this list.',
    },
    admins: { title: 'Administrators', hint: 'They can use the commands of the game.', empty: 'There are no administrators.' },
    unknown: 'Not known.',
    more: (count: number) => (count === 1 ? 'One more entry cannot be shown here.' : `${count} more entries cannot be shown here.`),
    add: 'Add',
    addTo: (list: string) => `Add to: ${list}`,
    showAll: (count: number) => `Show all ${count}`,
    because: (reason: string) => `“${reason}”`,
  },
};

const players = (count: number): string => (count === 1 ? '1 player is online' : `${count} players are online`);

/** Words of the page "settings". */
export const settings = {
  title: 'Settings',
  onlyNewWorld: 'All of this is decided when a world is made. It changes nothing in the world that is there.',
  staged: {
    title: (wishes: number) => (wishes === 1 ? 'One change waits for a restart' : `${wishes} changes wait for a restart`),
    stopped: (wishes: number) =>
      wishes === 1 ? 'One change is taken over when the server starts' : `${wishes} changes are taken over when the server starts`,
    newWorld: (titles: string) => `Only counts in a new world: ${titles}.`,
    restart: 'Restart now',
    waits: 'Waits for the next restart.',
  },
  bar: {
    label: 'Your changes',
    changes: (count: number) => (count === 1 ? '1 change' : `${count} changes`),
    when: {
      live: (count: number) => (count === 1 ? '1 applies at once' : `${count} apply at once`),
      restart: (count: number) => (count === 1 ? '1 waits for a restart' : `${count} wait for a restart`),
      start: (count: number) => (count === 1 ? '1 applies when the server starts' : `${count} apply when the server starts`),
      wipe: (count: number) => (count === 1 ? '1 only counts in a new world' : `${count} only count in a new world`),
    },
    sentence: (changes: string, parts: readonly string[]) => (parts.length === 0 ? `${changes}.` : `${changes}: ${parts.join(', ')}.`),
    details: 'What happens?',
    hideDetails: 'Hide',
    apply: 'Apply',
    discard: 'Discard',
    problems: (count: number) => (count === 1 ? 'One field needs your attention first.' : `${count} fields need your attention first.`),
    conflicts: (count: number) =>
      count === 1 ? 'Somebody else changed one of these fields meanwhile.' : `Somebody else changed ${count} of these fields meanwhile.`,
    look: 'Look at it',
    failed: 'Nothing was changed',
  },
  preview: {
    live: 'At once',
    liveMeans: 'Nobody is interrupted.',
    addressMeans: 'The address of the server changes: whoever plays may have to join again.',
    restart: 'With the next restart',
    restartMeans: (online: number | undefined) =>
      online === undefined || online === 0
        ? 'The game goes on as it is until then. You choose when to restart.'
        : `${players(online)}. They notice nothing until then; before the restart they are warned. You choose when.`,
    start: 'When the server starts',
    startMeans: 'The server does not run, so nobody is interrupted.',
    wipe: 'In a new world only',
    wipeMeans: 'The world that is there stays as it is.',
    licences: 'A licence has to be accepted before the next start.',
    secret: 'new value',
    secretRemoved: 'removed',
  },
  saved: (parts: readonly string[]) => (parts.length === 0 ? 'Saved.' : `Saved: ${parts.join(', ')}.`),
  leave: {
    title: 'Leave without applying?',
    text: (count: number) =>
      count === 1 ? 'Your change is lost when you leave this page.' : `Your ${count} changes are lost when you leave this page.`,
    stay: 'Stay here',
    go: 'Leave and discard',
  },
};

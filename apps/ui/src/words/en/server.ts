/** Words around every page of one server. */
export const server = {
  tabs: {
    label: 'Pages of this server',
    overview: 'Overview',
    console: 'Console',
    players: 'Players',
    settings: 'Settings',
    operations: 'Operations',
    activity: 'Activity',
    danger: 'Danger',
  },
  address: 'address',
  noAddress: 'no address yet',
  start: 'Start',
  stop: 'Stop',
  restart: 'Restart',
  moreActions: 'More actions',
  starting: 'The server was asked to start.',
  stopping: 'The server was asked to stop. Players are warned first.',
  restarting: 'A restart is planned. Players are warned first.',
  gone: 'This server does not exist',
  goneHint: (name: string) => `There is no server ${name} that you may see. It may have been deleted.`,
  restartDialog: {
    title: 'Restart the server',
    lead: 'Players are warned, the world is saved, and what waits for a restart is applied.',
    cause: 'Reason',
    causeHint: 'Players see it. You may leave it empty.',
    onlyWhenEmpty: 'Wait until nobody is online',
    deadline: 'At the latest in',
    hours: (hours: number) => (hours === 1 ? '1 hour' : `${hours} hours`),
    go: 'Restart',
  },
  stopDialog: {
    title: 'Stop the server',
    lead: (online: number | undefined) =>
      online === undefined
        ? 'It is not known whether anybody plays. Players are warned before, and the world is saved.'
        : online === 0
          ? 'Nobody plays at the moment. The world is saved.'
          : online === 1
            ? 'One player is online. They are warned before, and the world is saved.'
            : `${online} players are online. They are warned before, and the world is saved.`,
    go: 'Stop',
  },
};

/** States of servers and operations, as people read them. Keys are those of the API. */
export const states = {
  phase: {
    Pending: 'Waiting',
    Provisioning: 'Getting ready',
    Installing: 'Installing',
    Starting: 'Starting',
    Running: 'Running',
    Stopping: 'Stopping',
    Stopped: 'Stopped',
    Crashed: 'Crashed',
    Failed: 'Failed',
    Suspended: 'Suspended',
    Deleting: 'Being deleted',
  },
  health: {
    Unknown: 'Health unknown',
    Starting: 'Starting',
    Healthy: 'Healthy',
    Degraded: 'Has trouble',
    Unresponsive: 'Does not answer',
  },
  operation: {
    Pending: 'Planned',
    Running: 'Under way',
    Succeeded: 'Done',
    Failed: 'Failed',
    Skipped: 'Skipped',
    Cancelled: 'Cancelled',
    Refused: 'Refused',
  },
  operationType: { start: 'Start', stop: 'Stop', restart: 'Restart', recover: 'Recovery' },
  maintenance: 'Maintenance',
};

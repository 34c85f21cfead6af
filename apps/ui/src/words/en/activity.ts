/** Words of the pages of activity. */
export const activity = {
  title: 'Activity',
  lead: 'What is under way or planned, and what needs you, on all your servers.',
  none: 'Nothing yet',
  noneHint: 'Orders, changes, commands and what became of them stand here, with who did it and from where.',
  doors: { browser: 'from the browser', api: 'over the API', kubernetes: 'with kubectl', operator: 'by itself' },
  results: { ok: 'done', trouble: 'trouble', underway: 'under way' },
  times: (count: number) => `${count} times`,
  filter: 'Show',
  filters: { all: 'Everything', people: 'What people did', trouble: 'Trouble only' },
  needsYou: 'Needs you',
  allFine: 'Nothing needs you. Every server is as it should be.',
  underWay: 'Under way and planned',
  nothingPlanned: 'Nothing is under way and nothing is planned.',
  recent: 'Recently',
  older: 'Show older',
};

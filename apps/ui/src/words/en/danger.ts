/** Words of the page with what cannot be undone. */
export const danger = {
  title: 'Delete this server',
  lead: 'Players are warned and the game is stopped properly first. Then this goes, and cannot be brought back:',
  keptLead: 'This stays:',
  keepWorld: 'Keep the world',
  keepWorldHint: 'Its volume stays, and goes on taking room.',
  open: 'Delete the server…',
  confirmTitle: (name: string) => `Delete ${name}?`,
  confirmLabel: (name: string) => `Type ${name} to confirm`,
  go: 'Delete for good',
  asked: (name: string) => `${name} is being deleted.`,
  already: 'This server is being deleted. The game is stopped properly first.',
};

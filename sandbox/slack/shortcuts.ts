/** What the app offers on a message, as its manifest declares it. */
export const messageShortcuts = [
  { callbackId: 'add_note_to_incident', name: 'Add note to incident' },
] as const;

export interface CommandHint {
  readonly text: string;
  readonly rest: string;
  readonly summary: string;
}

/** What the message box offers while a command is typed. A test compares the names with the bot's own help. */
export const commandHints: readonly CommandHint[] = [
  { text: '/hart status', rest: '', summary: 'how everything is, on one screen' },
  { text: '/hart check', rest: '[name]', summary: 'run a check now; without a name, list all' },
  { text: '/hart queues', rest: '', summary: 'every queue: depth, trend, oldest message' },
  { text: '/hart alerts', rest: '[all|mine|ID]', summary: 'what is open, and who holds it' },
  { text: '/hart ack', rest: 'ID', summary: 'take an incident' },
  { text: '/hart unack', rest: 'ID', summary: 'give it back' },
  { text: '/hart handover', rest: 'ID @person', summary: 'give it to someone else' },
  { text: '/hart silence', rest: '[ID | alert] [2h]', summary: 'keep an alert quiet for a while' },
  { text: '/hart unsilence', rest: 'ID', summary: 'let it be heard again' },
  { text: '/hart snooze', rest: 'ID [4h|morning]', summary: 'no repeats for a while' },
  { text: '/hart note', rest: 'ID text', summary: 'write into the timeline' },
  { text: '/hart timeline', rest: 'ID', summary: 'what happened, as a file' },
  { text: '/hart backups', rest: '', summary: 'last backups, and what can be restored' },
  {
    text: '/hart backup',
    rest: 'full|diff|log|neo4j',
    summary: 'take a backup: the plan first, then it runs',
  },
  {
    text: '/hart restore',
    rest: '[copy|in-place]',
    summary: 'as a copy or in place, to a moment you choose',
  },
  { text: '/hart resync', rest: '', summary: 'bring provenance to Neo4j again' },
  { text: '/hart runs', rest: '', summary: 'what runs, waits for approval, ran' },
  { text: '/hart cancel', rest: 'RUN', summary: 'end a run, or withdraw one that waits' },
  { text: '/hart digest', rest: '', summary: "today's digest, only for you" },
  { text: '/hart test-alert', rest: '', summary: 'prove that an alert arrives' },
  { text: '/hart audit', rest: '[n|verify|export]', summary: 'who did what; is the log whole' },
  { text: '/hart whoami', rest: '', summary: 'who hart takes you for, and why' },
  { text: '/hart help', rest: '[command]', summary: 'what you may do here' },
];

/** The commands that begin with what is typed; none once one is complete or has gone on. */
export function matchingHints(typed: string): readonly CommandHint[] {
  const text = typed.trimStart().toLowerCase();
  if (!text.startsWith('/')) return [];
  return commandHints.filter((hint) => hint.text.startsWith(text) && hint.text !== text);
}

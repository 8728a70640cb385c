import type { Block, Message, User } from '../wire.ts';

/** What a run in this channel waits for, and the people who can do it. */
export interface WhoIsNext {
  readonly run: string;
  readonly what: 'approve' | 'start';
  readonly people: readonly User[];
}

const approvers = ['UAPPROVER1', 'UAPPROVER2'];

/** The newest run that waits for somebody, told by its buttons; null where none does. */
export function whoIsNext(messages: readonly Message[], users: readonly User[]): WhoIsNext | null {
  const waiting = messages.findLast(
    ({ deleted, blocks }) => !deleted && (has(blocks, 'Approve…') || has(blocks, 'Start')),
  );
  if (waiting === undefined) return null;
  const written = waiting.blocks.map(words).join('\n');
  const run = /\brun (R\d+)\b/.exec(written)?.[1];
  if (run === undefined) return null;
  const called = (name: string) => users.filter((user) => user.name === name);
  if (has(waiting.blocks, 'Start')) {
    const starter = /@(\w+) may start it/.exec(written)?.[1];
    return { run, what: 'start', people: called(starter ?? '') };
  }
  const [given = ''] = /\*Approvals:\*.*/.exec(written) ?? [];
  const people = users.filter(
    ({ id, name }) => approvers.includes(id) && !given.includes(`@${name} `),
  );
  return { run, what: 'approve', people };
}

function has(blocks: readonly Block[], label: string): boolean {
  return blocks.some(
    (block) => block.type === 'actions' && JSON.stringify(block).includes(`"text":"${label}"`),
  );
}

function words(block: Block): string {
  const { text, elements } = block;
  const parts: readonly unknown[] = [text, ...(Array.isArray(elements) ? elements : [])];
  return parts
    .map((part) =>
      typeof part === 'object' && part !== null && 'text' in part ? String(part.text) : '',
    )
    .join('\n');
}

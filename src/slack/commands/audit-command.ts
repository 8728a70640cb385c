import type { RecordedAuditEntry } from '../../domain/audit.ts';
import { auditBlocks, auditFindingBlocks } from '../blocks/audit.ts';
import { code } from '../blocks/escape.ts';
import { suggest } from '../suggest.ts';
import type { Asked, Command } from './command.ts';

const USUAL = 20;
const MOST = 90;
const EXPORTED = 100_000;

export const auditCommand: Command = {
  name: 'audit',
  usage: '/hart audit [n|verify|export]',
  role: 'approver',
  orRoles: ['admin'],
  summary: 'Who did what: the last entries, or whether the log is whole',
  example: '/hart audit 50',
  details:
    'The last 20 entries, or as many as you say. `verify` reads the whole log again and says whether an entry was changed or is missing. `export` sends all of it to you as a file with one entry a line; that is for admins.',
  needsEnvironment: false,
  changes: false,
  async run(asked) {
    const [what = String(USUAL), ...rest] = asked.args;
    const word = what.toLowerCase();
    if (rest.length === 0 && word === 'verify') return await verify(asked);
    if (rest.length === 0 && word === 'export') return await sendAll(asked);
    const count = Number(word);
    if (rest.length > 0 || !Number.isInteger(count) || count < 1)
      return await asked.say(wrongWord(what));
    const entries = await asked.services.auditEntries(Math.min(count, MOST));
    await asked.answer(() => auditBlocks(entries, asked.now()));
  },
};

function wrongWord(what: string): string {
  const meant = suggest(what.toLowerCase(), ['verify', 'export']);
  const hint = meant === null ? '' : ` Did you mean ${code(`/hart audit ${meant}`)}?`;
  return `A number from 1 to ${MOST}, \`verify\` or \`export\`.${hint}`;
}

async function verify({ services, answer, patiently }: Asked): Promise<void> {
  const finding = await patiently(services.verifyAudit(), 'Reading the whole audit log …');
  await answer(() => auditFindingBlocks(finding));
}

async function sendAll(asked: Asked): Promise<void> {
  const { identity, services, now, sendFile, patiently } = asked;
  if (!identity.roles.includes('admin'))
    return await asked.refuse({
      kind: 'refusal',
      rule: 'role-missing',
      message: 'The whole audit log goes to those with the role *admin* only.',
      hint: '`/hart audit` shows the last entries.',
    });
  const entries = await services.auditEntries(EXPORTED);
  const day = new Date(now()).toISOString().slice(0, 10);
  const file = {
    name: `hart-audit-${day}.jsonl`,
    title: `Audit log up to ${day}: ${entries.length} entries`,
    text: entries.toReversed().map(line).join('\n'),
  };
  await patiently(sendFile(file), 'Writing the file …');
  await asked.say('The audit log was sent to you, in your conversation with hart.');
}

function line(entry: RecordedAuditEntry): string {
  return JSON.stringify(entry);
}

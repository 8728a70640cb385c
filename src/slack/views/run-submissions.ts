import type { Acted } from '../../domain/acting.ts';
import type { Refusal } from '../../domain/authority.ts';
import type { Run } from '../../domain/run.ts';
import { agreedWords } from '../../operations/acting/both-sides.ts';
import { wantedWords } from '../blocks/approver-words.ts';
import { escape } from '../blocks/escape.ts';
import type { Asked, Order } from '../commands/command.ts';
import { agentOf } from '../runs/agent-of.ts';
import { proposeInDialog } from '../runs/propose-in-dialog.ts';
import { told } from '../runs/told.ts';
import type { DialogView } from './dialog.ts';
import { readRunAbout } from './run-about.ts';
import {
  approveCallback,
  approveForm,
  cancelCallback,
  confirmCallback,
  confirmForm,
  rejectCallback,
} from './run-forms.ts';
import type { Reading, Submission } from './submission.ts';

/** A submission carries the run's id and the hash of what was before the person; `acting` compares it (S43). */

const confirm: Submission = {
  callbackId: confirmCallback,
  read({ field, about }) {
    const { run, hash } = readRunAbout(about);
    const given = {
      hash,
      ...optional('typedName', field('typed')),
      ...optional('code', digits(field('code'))),
    };
    return order(run, {
      name: 'confirm',
      role: 'operator',
      // A cancel is an approver's too; whose run it is decides behind `acting`.
      orRoles: ['approver'],
      changes: true,
      async run(asked) {
        const by = agentOf(asked.identity);
        const acted = await asked.services.acting.confirm(run, by, given);
        await told(asked, acted, confirmedWords);
        await onceMore(asked, acted, run, confirmForm);
      },
    });
  },
};

function confirmedWords(run: Run): string {
  const { id, state } = run;
  if (state !== 'waiting') return `Run ${id} has started.`;
  return `Run ${id} waits for ${wantedWords(run, false)} in the ops channel.`;
}

const approve: Submission = {
  callbackId: approveCallback,
  read({ field, about }) {
    const { run, hash } = readRunAbout(about);
    const given = { hash, ...optional('code', digits(field('code'))) };
    return order(run, {
      name: 'approve',
      role: 'approver',
      changes: true,
      async run(asked) {
        const by = agentOf(asked.identity);
        const acted = await asked.services.acting.approve(run, by, given);
        await told(asked, acted, (now) => {
          return `You have approved run ${now.id}: ${escape(agreedWords(now))}.`;
        });
        await onceMore(asked, acted, run, approveForm);
      },
    });
  },
};

const reject: Submission = {
  callbackId: rejectCallback,
  read({ field, about }) {
    const { run } = readRunAbout(about);
    const why = field('why').trim();
    if (why === '') return { kind: 'errors', errors: { why: 'Say why, for the one who asked.' } };
    return order(run, {
      name: 'reject',
      role: 'approver',
      changes: true,
      async run(asked) {
        const by = agentOf(asked.identity);
        const acted = await asked.services.acting.reject(run, by, why);
        await told(asked, acted, ({ id }) => `Run ${id} is rejected.`);
      },
    });
  },
};

const cancel: Submission = {
  callbackId: cancelCallback,
  read({ about }) {
    const { run } = readRunAbout(about);
    return order(run, {
      name: 'cancel',
      role: 'operator',
      orRoles: ['approver'],
      changes: true,
      async run(asked) {
        const { acting } = asked.services;
        const by = agentOf(asked.identity);
        const begun = (await acting.find(run))?.state === 'running';
        const acted = begun ? await acting.cancel(run, by) : await acting.withdraw(run, by);
        // It has begun to overwrite since the dialog was opened: now it is a plan.
        if ('rule' in acted && acted.rule === 'S12')
          return await proposeInDialog(asked, 'cancel', { run });
        await told(asked, acted, ({ id }) =>
          begun ? `Run ${id} is being cancelled.` : `Run ${id} is withdrawn.`,
        );
      },
    });
  },
};

/** What was mistyped, and a plan that was planned anew, are no reason to lose the dialog. */
const mendable = new Set(['S43', 'typed-name', 'code-wanted', 'code-wrong', 'code-used']);

async function onceMore(
  asked: Asked,
  acted: Acted,
  id: string,
  form: (run: Run, refusal: Refusal) => DialogView,
): Promise<void> {
  if (!('rule' in acted) || !mendable.has(acted.rule)) return;
  const run = await asked.services.acting.find(id);
  if (run !== null && (run.state === 'planned' || run.state === 'waiting'))
    await asked.dialog?.show(form(run, acted));
}

function order(run: string, of: Order): Reading {
  return { kind: 'order', about: { run }, order: of };
}

function optional<K extends string>(key: K, value: string): Partial<Record<K, string>> {
  const found: Partial<Record<K, string>> = {};
  if (value !== '') found[key] = value;
  return found;
}

/** People copy codes with a space in the middle. */
function digits(text: string): string {
  return text.replaceAll(/\s/g, '');
}

/** Every dialog about a run that can be submitted. */
export const runSubmissions: readonly Submission[] = [confirm, approve, reject, cancel];

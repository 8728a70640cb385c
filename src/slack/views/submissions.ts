import { parseDuration } from '../../domain/time.ts';
import { handOverTo } from '../commands/hand-over-command.ts';
import { actOn, actorOf, namedIncident } from '../commands/incident-act.ts';
import { queueSubmission } from '../runs/queue-orders.ts';
import { restoreSubmission } from '../runs/restore-orders.ts';
import { handOverCallback, noteCallback } from './incident-forms.ts';
import { chosenIncident, noteToCallback } from './note-to-form.ts';
import { runSubmissions } from './run-submissions.ts';
import {
  formErrors,
  formOf,
  readMatchers,
  silenceCallback,
  silencedWords,
  startOf,
} from './silence-form.ts';
import type { Submission } from './submission.ts';

const silence: Submission = {
  callbackId: silenceCallback,
  read({ field, about: environment }) {
    const form = formOf(environment, field);
    const errors = formErrors(form);
    const matchers = readMatchers(form.matchers);
    const duration = parseDuration(form.duration.trim());
    if (Object.keys(errors).length > 0 || typeof matchers === 'string' || duration === undefined)
      return { kind: 'errors', errors };
    return {
      kind: 'order',
      about: { environment },
      order: {
        name: 'silence',
        role: 'responder',
        changes: true,
        async run(asked) {
          const preview = await asked.services.wouldMute(environment, matchers);
          const by = actorOf(asked);
          const from = startOf(form);
          const wish = {
            matchers,
            duration,
            comment: form.comment,
            by,
            ...(from === null ? {} : { from }),
          };
          const made = await asked.services.silence(environment, wish);
          if ('rule' in made) return await asked.refuse(made);
          await asked.dialog?.show({
            title: 'Silenced',
            blocks: silencedWords(made, preview, asked.now()),
          });
        },
      },
    };
  },
};

const handOver: Submission = {
  callbackId: handOverCallback,
  read({ field, about }) {
    const name = field('person');
    if (name === '') return { kind: 'errors', errors: { person: 'Choose someone.' } };
    return {
      kind: 'order',
      about: { incident: about },
      order: {
        name: 'handover',
        role: 'responder',
        changes: true,
        async run(asked) {
          const incident = await namedIncident(asked);
          if (incident !== null) await handOverTo(asked, incident, name);
        },
      },
    };
  },
};

const note: Submission = {
  callbackId: noteCallback,
  read({ field, about }) {
    const text = field('note');
    if (text.trim() === '') return { kind: 'errors', errors: { note: 'Write what to remember.' } };
    return {
      kind: 'order',
      about: { incident: about },
      order: {
        name: 'note',
        role: 'responder',
        changes: true,
        async run(asked) {
          const incident = await namedIncident(asked);
          if (incident !== null)
            await actOn(asked, incident, { kind: 'note', text }, 'Noted with incident');
        },
      },
    };
  },
};

const noteTo: Submission = {
  callbackId: noteToCallback,
  read({ field }) {
    const chosen = chosenIncident(field);
    if (chosen === '') return { kind: 'errors', errors: { incident: 'Choose one.' } };
    return note.read({ field, about: chosen });
  },
};

/** Every dialog that can be submitted. */
export const submissions: readonly Submission[] = [
  silence,
  handOver,
  note,
  noteTo,
  restoreSubmission,
  queueSubmission,
  ...runSubmissions,
];

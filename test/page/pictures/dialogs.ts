import { refuse } from '../../../src/domain/authority.ts';
import type { RestoreChoices } from '../../../src/domain/restore-choices.ts';
import { HOUR } from '../../../src/domain/time.ts';
import type { DialogView } from '../../../src/slack/views/dialog.ts';
import { handOverForm, noteForm } from '../../../src/slack/views/incident-forms.ts';
import { noteToForm } from '../../../src/slack/views/note-to-form.ts';
import { poisonView, queueForm } from '../../../src/slack/views/queue-form.ts';
import { newRestoreForm, type RestoreForm } from '../../../src/slack/views/restore-fields.ts';
import { restoreForm } from '../../../src/slack/views/restore-form.ts';
import {
  approveForm,
  cancelForm,
  confirmForm,
  rejectForm,
  statementsView,
} from '../../../src/slack/views/run-forms.ts';
import { silencedWords, silenceForm } from '../../../src/slack/views/silence-form.ts';
import { someRestoreChoices } from '../../fakes/restore-choices.ts';
import { anIncident, aQueuesView, NOON } from '../../fakes/views.ts';
import { incidentStates } from './incidents.ts';
import { runs } from './runs.ts';

/** Every dialog, in each of its states. */

const incident = anIncident();
const choices = someRestoreChoices();
const form = (changed: Partial<RestoreForm>): RestoreForm => ({
  ...newRestoreForm(choices),
  ...changed,
});
/** In staging: a copy of its own backups, or of those of another environment, which its server is named with. */
const inStaging = someRestoreChoices({
  environment: 'staging',
  server: 'SQL-STAGING',
  others: ['production', 'testing'],
});
const ofProduction: RestoreChoices = { ...inStaging, server: 'SQL-PROD', from: 'production' };
const ofOther = (masking: string | null) => {
  const there = { ...ofProduction, masking };
  return restoreForm(there, newRestoreForm(there));
};
const silence = {
  environment: 'production',
  matchers: 'alert=queue-backlog\nqueue=Neo4jSyncQueue',
  duration: '2h',
  comment: 'the worker is being updated',
  start: '',
};
const muted = [
  {
    alert: 'queue-backlog',
    labels: { queue: 'Neo4jSyncQueue' },
    severity: 'warning',
    incident: '7Q3F',
  },
  { alert: 'queue-backlog', labels: { queue: 'ActQueue' }, severity: 'critical', incident: null },
] as const;
const silenced = {
  id: 'S12',
  matchers: { alert: 'queue-backlog', queue: 'Neo4jSyncQueue' },
  from: NOON,
  until: NOON + 2 * HOUR,
  by: 'otto',
  comment: 'the worker is being updated',
  run: null,
};
const asked = { ...runs.waiting, state: 'planned' as const };
const wrongName = refuse(
  'typed-name',
  'The name that was typed is not that of the target.',
  'Type `production/Hartonomous` to confirm.',
);

export const dialogPictures: Readonly<Record<string, DialogView>> = {
  silence: silenceForm(silence, null),
  'silence-preview': silenceForm(silence, muted),
  'silence-nothing': silenceForm({ ...silence, start: String((NOON + HOUR) / 1000) }, []),
  'silence-wrong': silenceForm(
    { ...silence, matchers: 'queue' },
    'Write label=value: "queue" has no label.',
  ),
  silenced: { title: 'Silenced', blocks: silencedWords(silenced, muted, NOON) },
  'silence-planned': {
    title: 'Silenced',
    blocks: silencedWords({ ...silenced, from: NOON + HOUR }, [], NOON),
  },
  'hand-over': handOverForm(anIncident(incidentStates['acknowledged']), ['otto', 'vera', 'alma']),
  'hand-over-nobody': handOverForm(incident, []),
  'hand-over-resolved': handOverForm(anIncident(incidentStates['resolved']), ['vera']),
  note: noteForm(incident),
  'note-to': noteToForm(
    [incident, anIncident({ ...incidentStates['server-down'], id: '7Q40' })],
    'app-2 was restarted at 13:55, since then the worker is gone\nhttps://slack.example/thread',
  ),
  'note-to-none': noteToForm([], ''),
  queues: queueForm(
    aQueuesView({
      queues: ['Neo4jSyncQueue', 'ActQueue'].map((queue, at) => ({
        queue,
        trend: [],
        oldest: null,
        enqueueEnabled: at !== 1,
        readers: 0,
        maxReaders: 1,
        state: at === 1 ? 'critical' : 'ok',
        depth: at === 1 ? 18 : 1480,
        receiveEnabled: at !== 1,
        activationEnabled: at !== 1,
      })),
    }),
  ),
  'queues-none': queueForm(aQueuesView({ queues: [], unknown: ['SQL Server does not answer'] })),
  'queue-message': poisonView({
    queue: 'ActQueue',
    messageType: '//Hartonomous/Message/Act',
    conversation: 'ECB2565B-98E3-41E8-A498-BA0C5B49F6AE',
    enqueuedAt: '2026-11-23T14:00:00',
    bytes: 212,
    body: '<Act><Id>77</Id><Action>merge</Action></Act>',
  }),
  'restore-copy': restoreForm(choices, form({})),
  'restore-moment': restoreForm(
    { ...choices, notBeside: null },
    form({ until: 'moment', at: String((NOON - HOUR) / 1000), how: 'beside' }),
  ),
  'restore-in-place': restoreForm(
    {
      ...choices,
      notBeside: '`/data` has 600 GB free, a second one needs 1.9 TB',
      warnings: ['The newest log backup is 18 min old: take a log backup first.'],
    },
    form({ how: 'in-place', until: 'before-log' }),
  ),
  'restore-other-history': restoreForm(
    { ...choices, serverZone: null },
    form({ fork: choices.forks[1]?.id ?? '' }),
  ),
  'restore-refused': restoreForm(
    choices,
    form({ until: 'moment', at: String(NOON / 1000) }),
    refuse(
      'S22',
      'The log backups reach to 2026-11-23 14:58:11 by the server’s clock, not to 15:02:11.',
      'Take a log backup first, or choose an earlier moment.',
    ),
  ),
  'restore-whose': restoreForm(inStaging, newRestoreForm(inStaging)),
  'restore-whose-masked': ofOther('dbo.MaskPeople'),
  'restore-whose-unmasked': ofOther(null),
  'restore-whose-refused': restoreForm(
    ofProduction,
    newRestoreForm(ofProduction),
    refuse(
      'S25',
      "`SQL-STAGING` doesn't see 2 files of these backups of production: `D:\\Backups\\Hartonomous_20261123_full.bak`, `D:\\Backups\\Hartonomous_20261123_1446.trn`.",
      'Copy or mount them, under the same names, into `D:\\FromProduction`.',
    ),
  ),
  'restore-nothing': restoreForm({ ...choices, forks: [], logs: [], files: [] }, form({})),
  'confirm-backup': confirmForm(runs.planned),
  'confirm-restore': confirmForm(asked),
  'confirm-code': confirmForm({ ...asked, consent: { ...asked.consent, stepUp: true } }, wrongName),
  approve: approveForm(runs['waiting-one']),
  'approve-copy': approveForm(runs['waiting-copy']),
  'approve-over': approveForm(runs.withdrawn),
  reject: rejectForm(runs.waiting),
  'cancel-not-begun': cancelForm(runs.approved),
  'cancel-overwriting': confirmForm({ ...runs['waiting-cancel'], state: 'planned' }),
  'cancel-harmless': cancelForm(runs['being-cancelled']),
  'cancel-over': cancelForm(runs['done-backup']),
  statements: statementsView(runs.planned),
};

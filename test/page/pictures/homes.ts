import type { HomeView } from '../../../src/domain/home.ts';
import type { Block } from '../../../src/domain/message.ts';
import type { Status } from '../../../src/domain/status.ts';
import { DAY, HOUR } from '../../../src/domain/time.ts';
import { closedHome, homeBlocks } from '../../../src/slack/blocks/home.ts';
import { anAlertsView, anIncident, NOON } from '../../fakes/views.ts';
import { incidentStates } from './incidents.ts';
import { runs } from './runs.ts';
import { silences } from './silences.ts';
import { calm, troubled } from './status-of-a-day.ts';

/** The Home tab of a quiet day, of a bad one, of an approver, of a stranger. */

const view = { now: NOON, link: () => 'https://slack.example/thread' };
const operator = {
  teamId: 'TSANDBOX',
  userId: 'UOPERATOR',
  person: 'otto',
  roles: ['viewer', 'responder', 'operator'],
  because: {},
} as const;
const approver = {
  ...operator,
  userId: 'UAPPROVER1',
  person: 'ada',
  roles: ['viewer', 'approver'],
} as const;

function home(changed: Partial<HomeView> & { readonly of?: Partial<HomeView['environments'][0]> }) {
  const { of = {}, ...rest } = changed;
  const one = {
    status: calm,
    alerts: anAlertsView({ open: [], lastResolvedAt: NOON - 3 * DAY }),
    runs: [],
    ...of,
  };
  return homeBlocks(
    {
      environments: [one],
      turns: { onCall: false, until: null, next: NOON + 2 * DAY },
      me: operator,
      ...rest,
    },
    view,
  );
}

const bad: Status = { ...troubled, off: ['neo4j-indexes'], raised: ['queue-backlog/warning'] };

export const homePictures: Readonly<Record<string, readonly Block[]>> = {
  'home-quiet': home({}),
  'home-first-day': home({
    of: { alerts: anAlertsView({ open: [], lastResolvedAt: null }) },
    turns: { onCall: false, until: null, next: null },
  }),
  'home-alerts': home({
    of: {
      status: bad,
      alerts: anAlertsView({
        open: ['critical', 'several', 'snoozed', 'silenced'].map((state, at) =>
          anIncident({ ...incidentStates[state], id: `7Q3${at}` }),
        ),
        silences,
      }),
    },
    turns: { onCall: true, until: NOON + 5 * HOUR, next: null },
  }),
  'home-runs': home({
    of: { runs: [runs.running, runs['waiting-one'], { ...runs.approved, id: 'R206' }] },
  }),
  'home-approver': home({ of: { runs: [runs.running, runs.waiting] }, me: approver }),
  'home-two': homeBlocks(
    {
      environments: [
        { status: troubled, alerts: anAlertsView(), runs: [] },
        {
          status: { ...calm, environment: 'staging' },
          alerts: anAlertsView({ environment: 'staging', open: [] }),
          runs: [],
        },
      ],
      turns: { onCall: false, until: null, next: null },
      me: operator,
    },
    view,
  ),
  'home-closed': closedHome(
    'You have no role in hart.',
    'An admin adds you to a role in `hart.yml`: alma.',
  ),
};

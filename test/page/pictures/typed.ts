/** A command as someone types it. */
export interface Typed {
  readonly name: string;
  readonly user: string;
  readonly text: string;
}

const operator = (name: string, text: string): Typed => ({ name, user: 'UOPERATOR', text });

/** Answers of a sentence or two, help, refusals and faults: those that only the real way from the words on makes. */
export const typedPictures: readonly Typed[] = [
  operator('help', 'help'),
  operator('help-one', 'help backup'),
  operator('help-nothing', 'help nothing'),
  operator('whoami', 'whoami'),
  operator('ack', 'ack 7Q3F'),
  operator('unack', 'unack 7Q3F'),
  operator('note', 'note 7Q3F restarted the worker'),
  operator('snooze', 'snooze 7Q3F 4h'),
  operator('snooze-wrong', 'snooze 7Q3F soon'),
  operator('hand-over', 'handover 7Q3F vera'),
  operator('hand-over-stranger', 'handover 7Q3F nobody'),
  operator('unsilence', 'unsilence S3F07'),
  operator('unsilence-unknown', 'unsilence S99'),
  operator('alert', 'alerts 7Q3F'),
  operator('alert-unknown', 'alerts ZZZZ'),
  operator('ack-unknown', 'ack ZZZZ'),
  operator('ack-nothing', 'ack'),
  operator('test-alert', 'test-alert'),
  operator('check-typo', 'check qeues'),
  operator('typo', 'statsu'),
  operator('nonsense', 'make me a sandwich'),
  operator('option', 'status --loud'),
  operator('environment', 'status --env staging'),
  operator('runs-unknown', 'withdraw R999'),
  operator('audit-refused', 'audit'),
  operator('fault', 'digest'),
  { name: 'viewer-refused', user: 'UVIEWER', text: 'test-alert' },
  { name: 'guest-refused', user: 'UGUEST', text: 'status' },
  { name: 'outsider-refused', user: 'UOUTSIDER', text: 'status' },
  { name: 'approver-help', user: 'UAPPROVER1', text: 'help' },
  { name: 'admin-audit', user: 'UADMIN', text: 'audit' },
  { name: 'admin-verify', user: 'UADMIN', text: 'audit verify' },
  { name: 'admin-audit-wrong', user: 'UADMIN', text: 'audit verfy' },
];

/** The roles that the sandbox's configuration gives, in words; and what else matters of a person. */
export const roleWords: Readonly<Record<string, string>> = {
  UVIEWER: 'viewer, responder',
  UOPERATOR: 'operator, responder',
  UAPPROVER1: 'approver 1',
  UAPPROVER2: 'approver 2',
  UADMIN: 'admin',
  UGUEST: 'guest account',
  UOUTSIDER: 'outsider',
};

/** The person's first name: the directory adds the role in brackets. */
export function firstName(realName: string): string {
  return realName.replace(/ \(.*\)$/, '');
}

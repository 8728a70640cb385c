import type { Message } from '../wire.ts';
import { useWorkspace } from '../workspace.ts';
import { firstName } from './people.ts';
import { whoIsNext } from './who-is-next.ts';

/** A run that waits wants somebody else: says whom, and lets one become them. */
export function NextHint({
  messages,
  become,
}: {
  readonly messages: readonly Message[];
  readonly become: (user: string) => void;
}) {
  const { me, users } = useWorkspace();
  const next = whoIsNext(messages, users);
  if (next === null || next.people.length === 0) return null;
  const { run, what, people } = next;
  const button = <b>{what === 'approve' ? 'Approve…' : 'Start'}</b>;
  if (people.some(({ id }) => id === me))
    return (
      <p className="next-hint" role="note">
        Run {run} waits for you: press {button} at its message.
      </p>
    );
  return (
    <p className="next-hint" role="note">
      Run {run} waits for somebody to press {button}: be
      {people.map(({ id, realName }, at) => (
        <span key={id}>
          {at > 0 && ' or'}{' '}
          <button type="button" className="button small" onClick={() => become(id)}>
            {firstName(realName)}
          </button>
        </span>
      ))}
    </p>
  );
}

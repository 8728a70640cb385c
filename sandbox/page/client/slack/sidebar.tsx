import type { Channel } from '../wire.ts';
import { useWorkspace } from '../workspace.ts';
import { Avatar } from './avatar.tsx';
import { firstName, roleWords } from './people.ts';

/** Who I am, and where I can go. */
export function Sidebar({
  channels,
  current,
  unread,
  go,
  become,
}: {
  readonly channels: readonly Channel[];
  readonly current: string;
  readonly unread: ReadonlyMap<string, number>;
  readonly go: (channel: string) => void;
  readonly become: (user: string) => void;
}) {
  const { me, users } = useWorkspace();
  return (
    <nav className="sidebar" aria-label="Slack">
      <h2>Who I am</h2>
      <ul className="people">
        {users.map(({ id, realName }) => (
          <li key={id}>
            <button type="button" aria-pressed={id === me} onClick={() => become(id)}>
              <Avatar user={id} small />
              <span>
                <b>{firstName(realName)}</b>
                <small>{roleWords[id] ?? ''}</small>
              </span>
            </button>
          </li>
        ))}
      </ul>
      <h2>Channels</h2>
      <ul className="channels">
        {channels.map(({ id, name, kind, shared }) => {
          const count = unread.get(id) ?? 0;
          return (
            <li key={id} className={kind === 'im' ? 'app-entry' : ''}>
              <button
                type="button"
                aria-current={id === current ? 'page' : undefined}
                className={count > 0 ? 'unread' : ''}
                onClick={() => go(id)}
                title={shared ? 'shared with another organisation' : undefined}
              >
                {kind === 'im' ? 'hart (app)' : `# ${name}`}
                {count > 0 && (
                  <span className="count" aria-label={`${count} new`}>
                    {count > 99 ? '99+' : count}
                  </span>
                )}
              </button>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

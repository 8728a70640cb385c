import { botId, userName, useWorkspace } from '../workspace.ts';

/** A person's first letter in a colour of their own; the bot's is its sign. */
export function Avatar({
  user,
  small = false,
}: {
  readonly user: string;
  readonly small?: boolean;
}) {
  const { users } = useWorkspace();
  const place = users.findIndex(({ id }) => id === user);
  const look = user === botId ? 'bot' : `p${Math.max(0, place)}`;
  return (
    <span className={`avatar avatar-${look}${small ? ' small' : ''}`} aria-hidden="true">
      {userName(users, user).slice(0, 1).toUpperCase()}
    </span>
  );
}

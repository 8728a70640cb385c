import { Fragment, memo, type ReactNode } from 'react';
import { channelName, userName, useWorkspace, type Workspace } from '../workspace.ts';
import { Link } from './link.tsx';
import { withMarks } from './marks.tsx';
import { type Part, parseMrkdwn } from './mrkdwn-parts.ts';
import { formatSlackDate } from './slack-date.ts';

function draw(part: Part, workspace: Workspace): ReactNode {
  switch (part.kind) {
    case 'text':
      return withMarks(part.text);
    case 'break':
      return <br />;
    case 'code':
      return <code>{part.text}</code>;
    case 'pre':
      return <pre>{part.text}</pre>;
    case 'bold':
      return <strong>{drawAll(part.parts, workspace)}</strong>;
    case 'italic':
      return <em>{drawAll(part.parts, workspace)}</em>;
    case 'strike':
      return <s>{drawAll(part.parts, workspace)}</s>;
    case 'quote':
      return <blockquote>{drawAll(part.parts, workspace)}</blockquote>;
    case 'link':
      return <Link url={part.url}>{withMarks(part.label)}</Link>;
    case 'date':
      return <SlackDate {...part} />;
    case 'user':
    case 'channel':
    case 'group':
    case 'range':
      return <Mention kind={part.kind} id={part.id} label={part.label} />;
    default:
      return null;
  }
}

function drawAll(parts: readonly Part[], workspace: Workspace): ReactNode {
  // A text is never reordered: the place is the identity.
  return parts.map((part, at) => <Fragment key={at}>{draw(part, workspace)}</Fragment>);
}

export const Mrkdwn = memo(function Mrkdwn({ text }: { readonly text: string }) {
  return drawAll(parseMrkdwn(text), useWorkspace());
});

export function SlackDate(date: {
  readonly seconds: number;
  readonly pattern: string;
  readonly fallback: string;
}) {
  const exact = new Date(date.seconds * 1000);
  return (
    <time dateTime={exact.toISOString()} title={`${exact.toString()}\n${date.fallback}`}>
      {formatSlackDate(date.seconds, date.pattern)}
    </time>
  );
}

const groupNames: Readonly<Record<string, string>> = { SDBA: 'dba', SONCALL: 'oncall' };

export function Mention({
  kind,
  id,
  label,
}: {
  readonly kind: 'user' | 'channel' | 'group' | 'range';
  readonly id: string;
  readonly label: string;
}) {
  const { me, users, channels, open } = useWorkspace();
  if (kind === 'channel')
    return (
      <button type="button" className="mention" onClick={() => open(id, null)}>
        #{channelName(channels, id)}
      </button>
    );
  const name = { user: userName(users, id), group: groupNames[id] ?? label, range: id }[kind];
  const mine = kind === 'range' || id === me ? ' mention-me' : '';
  return <span className={`mention${mine}`}>@{name.replace(/^@/, '') || id}</span>;
}

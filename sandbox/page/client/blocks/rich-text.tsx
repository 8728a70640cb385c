import { Fragment, type ReactNode } from 'react';
import { isJson, jsonList, word } from '../../../slack/rules/shapes.ts';
import type { Json } from '../wire.ts';
import { Link } from './link.tsx';
import { withMarks } from './marks.tsx';
import { Mention, SlackDate } from './mrkdwn.tsx';

function bare(part: Json): ReactNode {
  switch (part['type']) {
    case 'text':
      return withMarks(word(part['text']));
    case 'link': {
      const url = word(part['url']);
      return <Link url={url}>{word(part['text']) || url}</Link>;
    }
    case 'emoji':
      return `:${word(part['name'])}:`;
    case 'user':
      return <Mention kind="user" id={word(part['user_id'])} label="" />;
    case 'channel':
      return <Mention kind="channel" id={word(part['channel_id'])} label="" />;
    case 'usergroup':
      return <Mention kind="group" id={word(part['usergroup_id'])} label="" />;
    case 'broadcast':
      return <Mention kind="range" id={word(part['range'])} label="" />;
    case 'date':
      return (
        <SlackDate
          seconds={Number(part['timestamp'])}
          pattern={word(part['format'])}
          fallback={word(part['fallback'])}
        />
      );
    default:
      return word(part['text']) || word(part['value']);
  }
}

function styled(part: Json): ReactNode {
  const style = isJson(part['style']) ? part['style'] : {};
  let drawn = bare(part);
  if (style['code'] === true) drawn = <code>{drawn}</code>;
  if (style['strike'] === true) drawn = <s>{drawn}</s>;
  if (style['italic'] === true) drawn = <em>{drawn}</em>;
  if (style['bold'] === true) drawn = <strong>{drawn}</strong>;
  return drawn;
}

function parts(element: Json): ReactNode {
  // A text is never reordered: the place is the identity.
  return jsonList(element['elements']).map((part, at) => (
    <Fragment key={at}>{styled(part)}</Fragment>
  ));
}

function piece(element: Json): ReactNode {
  switch (element['type']) {
    case 'rich_text_preformatted':
      return <pre>{parts(element)}</pre>;
    case 'rich_text_quote':
      return <blockquote>{parts(element)}</blockquote>;
    case 'rich_text_list': {
      const items = jsonList(element['elements']).map((item, at) => (
        <li key={at}>{parts(item)}</li>
      ));
      const indent = { marginInlineStart: `${Number(element['indent'] ?? 0) * 1.4}em` };
      if (element['style'] !== 'ordered') return <ul style={indent}>{items}</ul>;
      return (
        <ol style={indent} start={Number(element['offset'] ?? 0) + 1}>
          {items}
        </ol>
      );
    }
    default:
      return <span className="rich-section">{parts(element)}</span>;
  }
}

/** A `rich_text` block, or what stands in a table's cell. */
export function RichText({ value }: { readonly value: Json }) {
  return jsonList(value['elements']).map((element, at) => (
    <Fragment key={at}>{piece(element)}</Fragment>
  ));
}

import {
  anything,
  boolean,
  byType,
  list,
  number,
  object,
  oneOf,
  type Shape,
  string,
} from './shapes.ts';

/** Text objects, options, confirm dialogs: what elements and blocks are made of. */

export function plainText(max: number, min = 1): Shape {
  return object({ type: oneOf('plain_text'), text: string(max, min) }, { emoji: boolean });
}

export function mrkdwn(max: number): Shape {
  return object({ type: oneOf('mrkdwn'), text: string(max, 1) }, { verbatim: boolean });
}

export function anyText(max: number): Shape {
  return byType({ plain_text: plainText(max), mrkdwn: mrkdwn(max) }, 'text object');
}

export const option = object(
  { text: anyText(75), value: string(150, 1) },
  { description: anyText(75), url: string(3000) },
);

export const optionGroup = object({ label: plainText(75), options: list(option, 1, 100) });

export const confirm = object(
  { text: anyText(300) },
  {
    title: plainText(100),
    confirm: plainText(30),
    deny: plainText(30),
    style: oneOf('primary', 'danger'),
  },
);

const slackFile = object({}, { id: string(255, 1), url: string(3000, 1) });

/** An image's source and its words; blocks add a title. */
export const imageFields = {
  required: { type: oneOf('image'), alt_text: string(2000, 1) },
  optional: {
    image_url: string(3000, 1),
    slack_file: slackFile,
    image_width: anything,
    image_height: anything,
    image_bytes: anything,
  },
} as const;

export const imageElement = object(imageFields.required, imageFields.optional, (value, pointer) =>
  value['image_url'] === undefined && value['slack_file'] === undefined
    ? [{ pointer, message: 'missing required field: image_url' }]
    : [],
);

const richTextStyle = { style: anything };
const richTextPart = byType(
  {
    text: object({ type: anything, text: string(10_000, 1) }, richTextStyle),
    link: object(
      { type: anything, url: string(3000, 1) },
      { ...richTextStyle, text: string(3000), unsafe: boolean },
    ),
    emoji: object(
      { type: anything, name: string(255, 1) },
      { ...richTextStyle, unicode: anything, skin_tone: anything, url: anything },
    ),
    user: object({ type: anything, user_id: string(255, 1) }, richTextStyle),
    usergroup: object({ type: anything, usergroup_id: string(255, 1) }, richTextStyle),
    channel: object({ type: anything, channel_id: string(255, 1) }, richTextStyle),
    team: object({ type: anything, team_id: string(255, 1) }, richTextStyle),
    broadcast: object(
      { type: anything, range: oneOf('here', 'channel', 'everyone') },
      richTextStyle,
    ),
    color: object({ type: anything, value: string(255, 1) }, richTextStyle),
    date: object(
      { type: anything, timestamp: number(0, 1e11), format: string(255, 1) },
      { ...richTextStyle, url: anything, fallback: string(255) },
    ),
  },
  'rich text element',
);
const parts = list(richTextPart, 0, 1000);
const bordered = { border: number(0, 1) };
const section = object({ type: anything, elements: parts });
const richTextBlockElement = byType(
  {
    rich_text_section: section,
    rich_text_preformatted: object(
      { type: anything, elements: parts },
      { ...bordered, language: string(255) },
    ),
    rich_text_quote: object({ type: anything, elements: parts }, bordered),
    rich_text_list: object(
      { type: anything, elements: list(section, 0, 1000), style: oneOf('bullet', 'ordered') },
      { ...bordered, indent: number(0, 8), offset: number(0, 1e6) },
    ),
  },
  'rich text element',
);

export const blockId = string(255);

export const richText = object(
  { type: oneOf('rich_text'), elements: list(richTextBlockElement, 1, 100) },
  { block_id: blockId },
);

import type { Json } from '../types.ts';
import { dataTable, dataVisualization, plan, table, taskCard } from './data-rules.ts';
import {
  accessories,
  actionElements,
  button,
  contextActionElements,
  contextElements,
  inputElements,
} from './element-rules.ts';
import {
  anything,
  type BlockFault,
  boolean,
  byType,
  type Fields,
  jsonList,
  list,
  object,
  oneOf,
  type Shape,
  string,
} from './shapes.ts';
import {
  anyText,
  blockId,
  imageElement,
  imageFields,
  mrkdwn,
  plainText,
  richText,
} from './text-rules.ts';
import { checkTogether } from './together-rules.ts';

export type Surface = 'message' | 'modal' | 'home';

const id = { block_id: blockId };

function block(
  required: Fields,
  optional: Fields = {},
  also?: (value: Json, pointer: string) => readonly BlockFault[],
): Shape {
  return object({ type: anything, ...required }, { ...id, ...optional }, also);
}

const section = block(
  {},
  {
    text: anyText(3000),
    fields: list(anyText(2000), 1, 10),
    accessory: byType(accessories, 'element'),
    expand: boolean,
  },
  (value, pointer) =>
    value['text'] === undefined && value['fields'] === undefined
      ? [{ pointer, message: 'must define either `text` or `fields`' }]
      : [],
);

const card = block(
  {},
  {
    hero_image: imageElement,
    icon: imageElement,
    title: mrkdwn(150),
    subtitle: mrkdwn(150),
    body: mrkdwn(200),
    actions: list(button, 1, 5),
  },
);

const everywhere: Fields = {
  actions: block({ elements: list(byType(actionElements, 'element'), 1, 25) }),
  context: block({ elements: list(byType(contextElements, 'element'), 1, 10) }),
  divider: block({}),
  header: block({ text: plainText(150) }, { level: anything }),
  image: block(imageFields.required, { ...imageFields.optional, title: plainText(2000) }),
  input: block(
    { label: plainText(2000), element: byType(inputElements, 'element') },
    { hint: plainText(2000), optional: boolean, dispatch_action: boolean },
  ),
  rich_text: richText,
  section,
  video: block(
    {
      video_url: string(3000, 1),
      thumbnail_url: string(3000, 1),
      alt_text: string(2000, 1),
      title: plainText(199),
    },
    {
      title_url: string(3000),
      author_name: string(49),
      provider_name: string(255),
      provider_icon_url: string(3000),
      description: plainText(200),
    },
  ),
};

const messageOnly: Fields = {
  card,
  carousel: block({ elements: list(card, 1, 10) }),
  context_actions: block({ elements: list(byType(contextActionElements, 'element'), 1, 5) }),
  data_table: dataTable,
  data_visualization: dataVisualization,
  markdown: block({ text: string(12_000, 1) }),
  plan,
  table,
  task_card: taskCard,
};

const container = block(
  { child_blocks: list(byType({ ...everywhere, table }, 'block'), 1, 10) },
  {
    title: plainText(150),
    rich_text_title: richText,
    subtitle: anyText(150),
    width: oneOf('narrow', 'standard', 'wide', 'full'),
    icon: imageElement,
    is_collapsible: boolean,
    default_collapsed: boolean,
    has_header_divider: boolean,
  },
);

const modalOnly: Fields = {
  alert: block(
    { text: anyText(200) },
    { level: oneOf('default', 'info', 'warning', 'error', 'success') },
  ),
};

const surfaces: Readonly<Record<Surface, { readonly blocks: Fields; readonly most: number }>> = {
  message: { blocks: { ...everywhere, ...messageOnly, container }, most: 50 },
  modal: { blocks: { ...everywhere, ...modalOnly }, most: 100 },
  home: { blocks: everywhere, most: 100 },
};

/** Everything in these blocks that Slack would refuse on that surface. */
export function checkBlocks(
  blocks: unknown,
  surface: Surface,
  pointer = '/blocks',
): readonly BlockFault[] {
  const { blocks: shapes, most } = surfaces[surface];
  const faults = list(byType(shapes, 'block'), 0, most)(blocks, pointer);
  if (faults.length > 0) return faults;
  return checkTogether(jsonList(blocks), pointer);
}

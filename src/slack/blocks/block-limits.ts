import type { Block, Content } from '../../domain/message.ts';
import { context, section } from './elements.ts';
import { clip } from './escape.ts';
import { cellText, fitTable, tableRows } from './fit-table.ts';
import { untabled } from './untabled.ts';

/** What Slack takes; where its documents differ, the lower number. */
const limits = {
  text: 4000,
  section: 3000,
  fields: 10,
  field: 2000,
  header: 150,
  contextElements: 10,
  actions: 25,
  label: 75,
  value: 2000,
  id: 255,
  charts: 2,
} as const;

const surfaces = {
  /** All blocks of a message as JSON: Slack refuses near 13,200 though each limit is kept. */
  message: { blocks: 50, characters: 12_000 },
  /** A modal may hold more: exact statements are read there. */
  modal: { blocks: 100, characters: 60_000 },
} as const;

/**
 * The message within every limit of Slack's, so that an alert never fails to be sent for being long. What is left out is
 * said ("and 12 more"), never silently dropped. Content that fits comes back as it is.
 */
export function fit(content: Content, surface: keyof typeof surfaces = 'message'): Content {
  const most = surfaces[surface];
  const text = clip(content.text.trim() === '' ? 'hart' : content.text, limits.text);
  const fitted = content.blocks.flatMap(fitBlock).filter(onlyOneTable());
  const blocks = leaveOut(fitted, most.blocks);
  const whole = content.blocks.find(({ type }) => type === 'table');
  return { text, blocks: fitSize(blocks, whole, most.characters) };
}

/** As `fit`, for a modal or a Home tab, where Slack takes no tables: those become lines. */
export function fitView(blocks: readonly Block[]): readonly Block[] {
  return fit({ text: '', blocks: blocks.flatMap(untabled) }, 'modal').blocks;
}

function onlyOneTable(): (block: Block) => boolean {
  let tables = 0;
  let charts = 0;
  return ({ type }) => {
    if (type === 'table' || type === 'data_table') tables += 1;
    if (type === 'data_visualization') charts += 1;
    return (type !== 'table' && type !== 'data_table') || tables === 1
      ? type !== 'data_visualization' || charts <= limits.charts
      : false;
  };
}

function leaveOut(blocks: readonly Block[], most: number): readonly Block[] {
  if (blocks.length <= most) return blocks;
  const kept = blocks.slice(0, most - 1);
  return [...kept, context(`and ${blocks.length - kept.length} more parts that do not fit here`)];
}

/** Takes from the `table` first, then cuts long sections, then leaves out blocks from the end. */
function fitSize(
  blocks: readonly Block[],
  table: Block | undefined,
  most: number,
): readonly Block[] {
  let kept = blocks;
  const at = kept.findIndex(({ type }) => type === 'table');
  if (table !== undefined && at >= 0) {
    const shown = kept[at];
    let rows = shown === undefined ? 0 : tableRows(shown).length;
    // Fitted anew from the whole table each time, so that "and n more" counts everything that is left out.
    for (; size(kept) > most && rows > 2; rows -= 1) {
      kept = kept.with(at, fitTable(table, rows - 1));
    }
  }
  for (const length of [1000, 300, 100]) {
    if (size(kept) <= most) return kept;
    kept = kept.map((block) => shorten(block, length));
  }
  let left = 0;
  while (size(kept) > most - 200 && kept.length > 0) {
    kept = kept.slice(0, -1);
    left += 1;
  }
  return left === 0 ? kept : [...kept, context(`and ${left} more parts that do not fit here`)];
}

function size(blocks: readonly Block[]): number {
  return JSON.stringify(blocks).length;
}

function shorten(block: Block, length: number): Block {
  if (block.type !== 'section') return block;
  return section(clip(cellText(block['text']), length) || '…');
}

function fitBlock(block: Block): readonly Block[] {
  switch (block.type) {
    case 'table':
      return tableRows(block).length === 0 ? [] : [fitTable(block)];
    case 'section':
      return fitSection(block);
    case 'header':
      return cellText(block['text']).trim() === ''
        ? []
        : [{ ...block, text: clipText(block['text'], limits.header) }];
    case 'context':
      return fitElements(block, limits.contextElements, (element) =>
        clipText(element, limits.section),
      );
    case 'actions':
      return fitElements(block, limits.actions, fitButton);
    default:
      return [block];
  }
}

function fitSection(block: Block): readonly Block[] {
  const fields = block['fields'];
  const fitted = { ...block };
  if (Array.isArray(fields)) {
    fitted['fields'] = fields.slice(0, limits.fields).map((field) => clipText(field, limits.field));
  }
  if (block['text'] !== undefined) fitted['text'] = clipText(block['text'], limits.section);
  const empty = cellText(block['text']).trim() === '' && !Array.isArray(fields);
  return empty ? [] : [fitted];
}

function fitElements(
  block: Block,
  most: number,
  fitOne: (element: unknown) => unknown,
): readonly Block[] {
  const elements: unknown = block['elements'];
  if (!Array.isArray(elements) || elements.length === 0) return [];
  return [{ ...block, elements: elements.slice(0, most).map(fitOne) }];
}

function fitButton(element: unknown): unknown {
  if (typeof element !== 'object' || element === null) return element;
  const button: Record<string, unknown> = { ...element };
  if ('text' in element) button['text'] = clipText(element.text, limits.label);
  for (const [key, most] of [
    ['value', limits.value],
    ['action_id', limits.id],
  ] as const) {
    if (typeof button[key] === 'string') button[key] = button[key].slice(0, most);
  }
  return button;
}

function clipText(text: unknown, most: number): unknown {
  if (typeof text !== 'object' || text === null || !('text' in text)) return text;
  const words = typeof text.text === 'string' && text.text.trim() !== '' ? text.text : '–';
  return { ...text, text: clip(words, most) };
}

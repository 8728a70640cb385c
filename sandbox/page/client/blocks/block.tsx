import { Component, memo, type ReactNode, useId } from 'react';
import { isJson, jsonList, word } from '../../../slack/rules/shapes.ts';
import type { Block as BlockJson, Json } from '../wire.ts';
import { Element } from './element.tsx';
import { Mrkdwn } from './mrkdwn.tsx';
import { PieChart } from './pie-chart.tsx';
import { Plan, TaskCard } from './plan.tsx';
import { RichText } from './rich-text.tsx';
import { useSurface } from './surface.ts';
import { DataTable, TableBlock } from './table.tsx';
import { plain, Text } from './text.tsx';
import { Unknown } from './unknown.tsx';
import { XyChart } from './xy-chart.tsx';

/** A block that cannot be drawn does not take the others with it. */
class Boundary extends Component<
  { readonly block: BlockJson; readonly children: ReactNode },
  { readonly failed: string | null }
> {
  override state: { readonly failed: string | null } = { failed: null };
  static getDerivedStateFromError(error: unknown) {
    return { failed: String(error) };
  }
  override render() {
    if (this.state.failed === null) return this.props.children;
    return (
      <Unknown
        value={this.props.block}
        why={`This block could not be drawn: ${this.state.failed}`}
      />
    );
  }
}

export const Blocks = memo(function Blocks({ blocks }: { readonly blocks: readonly BlockJson[] }) {
  return (
    <div className="blocks">
      {blocks.map((block, at) => (
        // By place: an edit gives every block a new id, and what did not move should not be drawn anew.
        <Boundary key={`${at} ${block.type}`} block={block}>
          <Drawn block={block} />
        </Boundary>
      ))}
    </div>
  );
});

const drawings: Readonly<Record<string, (props: { readonly block: BlockJson }) => ReactNode>> = {
  section: Section,
  context: Context,
  header: ({ block }) => (
    <h3 className="header-block">
      <Text value={block['text']} />
    </h3>
  ),
  divider: () => <hr />,
  actions: Actions,
  context_actions: Actions,
  image: ({ block }) => <Picture image={block} />,
  input: Input,
  rich_text: ({ block }) => (
    <div className="section">
      <RichText value={block} />
    </div>
  ),
  markdown: ({ block }) => (
    <div className="section">
      <Mrkdwn text={word(block['text']).replaceAll('**', '*')} />
    </div>
  ),
  table: TableBlock,
  data_table: DataTable,
  data_visualization: Visualization,
  plan: Plan,
  task_card: ({ block }) => <TaskCard task={block} />,
  alert: ({ block }) => (
    <p className={`alert-block ${word(block['level'])}`} role="note">
      <Text value={block['text']} />
    </p>
  ),
  container: ({ block }) => (
    <section className="container-block">
      <p className="plan-title">{plain(block['title'])}</p>
      <Blocks blocks={jsonList(block['child_blocks']).filter(isBlock)} />
    </section>
  ),
};

function isBlock(value: Json): value is BlockJson {
  return typeof value['type'] === 'string';
}

function Drawn({ block }: { readonly block: BlockJson }) {
  const Drawing = Object.hasOwn(drawings, block.type) ? drawings[block.type] : undefined;
  return Drawing === undefined ? <Unknown value={block} /> : <Drawing block={block} />;
}

function Section({ block }: { readonly block: BlockJson }) {
  const fields = jsonList(block['fields']);
  const accessory = block['accessory'];
  return (
    <div className="section with-accessory">
      <div>
        <Text value={block['text']} />
        {fields.length > 0 && (
          <div className="fields">
            {fields.map((field, at) => (
              <div key={at}>
                <Text value={field} />
              </div>
            ))}
          </div>
        )}
      </div>
      {isJson(accessory) && (
        <div className="accessory">
          {accessory['type'] === 'image' ? (
            <Picture image={accessory} />
          ) : (
            <Element element={accessory} blockId={block.block_id} />
          )}
        </div>
      )}
    </div>
  );
}

function Context({ block }: { readonly block: BlockJson }) {
  const elements = jsonList(block['elements']);
  // The bot marks each of its messages; here a small sign says the same.
  const sandbox = elements.length === 1 && plain(elements[0]).startsWith('*SANDBOX*');
  return (
    <div className={sandbox ? 'context sandbox-line' : 'context'}>
      {elements.map((element, at) => (
        <div key={at}>
          {element['type'] === 'image' ? <Picture image={element} /> : <Text value={element} />}
        </div>
      ))}
    </div>
  );
}

function Actions({ block }: { readonly block: BlockJson }) {
  return (
    <div className="actions">
      {jsonList(block['elements']).map((element, at) => (
        <Element
          key={`${at} ${word(element['action_id'])}`}
          element={element}
          blockId={block.block_id}
        />
      ))}
    </div>
  );
}

function Picture({ image }: { readonly image: Json }) {
  return <img src={word(image['image_url'])} alt={word(image['alt_text'])} loading="lazy" />;
}

function Input({ block }: { readonly block: BlockJson }) {
  const id = useId();
  const { errors } = useSurface();
  const element = block['element'];
  const error = errors[block.block_id];
  return (
    <div className={error === undefined ? 'input' : 'input wrong'}>
      <label id={id} className="input-label">
        {plain(block['label'])}
        {block['optional'] === true && <span className="quiet"> (optional)</span>}
      </label>
      {isJson(element) && (
        <Element
          element={element}
          blockId={block.block_id}
          input={block['dispatch_action'] !== true}
          labelledBy={id}
        />
      )}
      {error !== undefined && (
        <p className="input-error" role="alert">
          {error}
        </p>
      )}
      {isJson(block['hint']) && <p className="input-hint">{plain(block['hint'])}</p>}
    </div>
  );
}

function Visualization({ block }: { readonly block: BlockJson }) {
  const chart = block['chart'];
  const title = word(block['title']);
  if (!isJson(chart)) return <Unknown value={block} />;
  return (
    <figure className="chart">
      <figcaption>{title}</figcaption>
      {chart['type'] === 'pie' ? (
        <PieChart chart={chart} title={title} />
      ) : (
        <XyChart chart={chart} title={title} />
      )}
    </figure>
  );
}

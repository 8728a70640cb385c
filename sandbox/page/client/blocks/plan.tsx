import { isJson, jsonList, word } from '../../../slack/rules/shapes.ts';
import type { Json } from '../wire.ts';
import { RichText } from './rich-text.tsx';

const states: Readonly<Record<string, readonly [sign: string, words: string]>> = {
  pending: ['○', 'pending'],
  in_progress: ['◐', 'in progress'],
  complete: ['✓', 'complete'],
  error: ['✕', 'failed'],
};

/** One step: its state, its title, what it says. */
export function TaskCard({ task }: { readonly task: Json }) {
  const state = word(task['status']);
  const [sign, words] = states[state] ?? ['·', state];
  return (
    <div className={`task task-${state}`}>
      <span className="task-sign" role="img" aria-label={words} title={words}>
        {sign}
      </span>
      <div>
        <span className="task-title">{word(task['title'])}</span>
        {isJson(task['details']) && (
          <div className="task-more">
            <RichText value={task['details']} />
          </div>
        )}
        {isJson(task['output']) && (
          <div className="task-more">
            <RichText value={task['output']} />
          </div>
        )}
      </div>
    </div>
  );
}

/** Slack's `plan`: steps one under the other. */
export function Plan({ block }: { readonly block: Json }) {
  const tasks = jsonList(block['tasks']);
  const done = tasks.filter((task) => task['status'] === 'complete').length;
  return (
    <section className="plan">
      <p className="plan-title">
        {word(block['title'])} <span className="quiet">{`${done} of ${tasks.length}`}</span>
      </p>
      {tasks.map((task, at) => (
        <TaskCard key={word(task['task_id']) || at} task={task} />
      ))}
    </section>
  );
}

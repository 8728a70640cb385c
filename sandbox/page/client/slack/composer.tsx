import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { api } from '../api.ts';
import { botId, useWorkspace, words } from '../workspace.ts';
import { type CommandHint, matchingHints } from './commands.ts';

/** What is typed, by person and place: kept while one looks elsewhere. */
const drafts = new Map<string, string>();
/** What each person has sent, newest last. */
const sent = new Map<string, string[]>();

/** The message box: Enter sends, Shift+Enter breaks the line, ↑ brings back what was sent. */
export function Composer({
  channel,
  thread = null,
  label,
  onSend,
}: {
  readonly channel: string;
  readonly thread?: string | null;
  readonly label: string;
  readonly onSend?: () => void;
}) {
  const { me, complain } = useWorkspace();
  const place = `${me} ${channel} ${thread ?? ''}`;
  const [, redraw] = useState(0);
  const [picked, setPicked] = useState(0);
  const [hidden, setHidden] = useState(false);
  const [waiting, setWaiting] = useState<string>();
  const [back, setBack] = useState(0);
  const box = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const text = drafts.get(place) ?? '';
  const hints = hidden || thread !== null ? [] : matchingHints(text);
  const at = Math.min(picked, hints.length - 1);

  useEffect(() => {
    const area = box.current;
    if (area === null) return;
    area.style.height = 'auto';
    area.style.height = `${Math.min(area.scrollHeight, 160)}px`;
  }, [text]);

  function write(next: string): void {
    drafts.set(place, next);
    setPicked(0);
    setHidden(false);
    redraw((count) => count + 1);
  }

  async function send(said: string): Promise<void> {
    const trimmed = said.trim();
    if (trimmed === '') return;
    sent.set(me, [...(sent.get(me) ?? []).filter((one) => one !== trimmed), trimmed]);
    setBack(0);
    write('');
    onSend?.();
    try {
      if (!trimmed.startsWith('/')) {
        await api.say(me, channel, trimmed.replaceAll(/@hart\b/g, `<@${botId}>`), thread);
        return;
      }
      if (!/^\/hart(\s|$)/.test(trimmed)) {
        complain(`${trimmed.split(/\s/)[0]} is not a command here. There is /hart.`);
        return;
      }
      setWaiting(trimmed);
      const { acked } = await api.command(me, channel, trimmed);
      if (!acked) complain(`${trimmed} failed: the app did not respond within 3 seconds.`);
    } catch (error) {
      complain(words(error));
    } finally {
      setWaiting(undefined);
    }
  }

  function pick(hint: CommandHint): void {
    if (hint.rest === '') void send(hint.text);
    else write(`${hint.text} `);
    box.current?.focus();
  }

  function recall(step: number): void {
    const before = sent.get(me) ?? [];
    const next = Math.min(before.length, Math.max(0, back + step));
    write(next === 0 ? '' : (before.at(-next) ?? ''));
    setBack(next);
    // What was sent before is complete: the arrows go on through what was sent.
    setHidden(true);
  }

  function onKey(event: KeyboardEvent): void {
    const { key, shiftKey, nativeEvent } = event;
    if (nativeEvent.isComposing) return;
    const hint = hints[at];
    const arrow = { ArrowUp: -1, ArrowDown: 1 }[key];
    if (arrow !== undefined && hint !== undefined)
      setPicked((at + arrow + hints.length) % hints.length);
    else if (arrow !== undefined && (text === '' || back > 0)) recall(-arrow);
    else if (key === 'Tab' && hint !== undefined)
      write(`${hint.text}${hint.rest === '' ? '' : ' '}`);
    else if (key === 'Escape' && hint !== undefined) setHidden(true);
    else if (key === 'Enter' && !shiftKey) {
      // While one is chosen with the arrows, or only begun, Enter completes it.
      if (hint === undefined) void send(text);
      else pick(hint);
    } else return;
    event.preventDefault();
  }

  return (
    <div className="composer">
      {hints.length > 0 && (
        <ul className="hints" id={listId} role="listbox" aria-label="Commands">
          {hints.map((hint, index) => (
            <li
              key={hint.text}
              role="option"
              aria-selected={index === at}
              onPointerDown={(event) => {
                event.preventDefault();
                pick(hint);
              }}
            >
              <code>{hint.text}</code> <span className="quiet">{hint.rest}</span>
              <span className="hint-summary">{hint.summary}</span>
            </li>
          ))}
        </ul>
      )}
      <div className="composer-box">
        <textarea
          ref={box}
          rows={1}
          aria-label={label}
          placeholder={label}
          value={text}
          autoFocus
          aria-controls={hints.length > 0 ? listId : undefined}
          onChange={({ target }) => {
            setBack(0);
            write(target.value);
          }}
          onKeyDown={onKey}
        />
        <button
          type="button"
          className="button primary send"
          disabled={text.trim() === ''}
          onClick={() => void send(text)}
        >
          Send
        </button>
      </div>
      <p className="composer-note" role="status">
        {waiting === undefined ? (
          <>
            <kbd>Enter</kbd> sends{thread === null && <MoreKeys />}
          </>
        ) : (
          `${waiting} …`
        )}
      </p>
    </div>
  );
}

function MoreKeys() {
  return (
    <>
      {' '}
      · <kbd>/</kbd> lists the commands · <kbd>↑</kbd> brings back the last
    </>
  );
}

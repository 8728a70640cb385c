import { useEffect } from 'react';

/** How long a word stays: milliseconds. */
const stay = 8000;

/** What went wrong, in a line that goes by itself. */
export function Toast({
  words,
  onClose,
}: {
  readonly words: string;
  readonly onClose: () => void;
}) {
  useEffect(() => {
    const timer = window.setTimeout(onClose, stay);
    return () => window.clearTimeout(timer);
  });
  return (
    <div className="toast" role="alert">
      {words}
      <button type="button" className="close" aria-label="Dismiss" onClick={onClose}>
        ✕
      </button>
    </div>
  );
}

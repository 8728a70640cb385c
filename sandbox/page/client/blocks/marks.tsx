import type { ReactNode } from 'react';

const marks: Readonly<Record<string, readonly [look: string, words: string]>> = {
  '🟢': ['ok', 'ok'],
  '🟡': ['warning', 'warning'],
  '🔴': ['critical', 'critical'],
  '⚪': ['unknown', 'unknown'],
};

/** The four colour marks drawn by us: they look the same everywhere, also where no emoji font is installed. */
export function withMarks(text: string): ReactNode {
  const parts = text.split(/(🟢|🟡|🔴|⚪\uFE0F?)/u);
  if (parts.length === 1) return text;
  return parts.map((part, at) => {
    const mark = marks[part.replace('\uFE0F', '')];
    if (mark === undefined) return part;
    const [look, words] = mark;
    return (
      // A text is never reordered: the place is the identity.
      <span key={at} className={`mark mark-${look}`} role="img" aria-label={words} title={words}>
        {part}
      </span>
    );
  });
}

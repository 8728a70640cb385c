/** A check file's parts: the YAML head, and the statement with the line on which it starts. */
export interface CheckFileParts {
  readonly head: string;
  readonly body: string;
}

/**
 * Parts a statement file at its comment: `/*` alone on the first line, YAML, and the closing sign alone on a line.
 * Answers what is wrong as text when there is no such head.
 */
export function splitFile(text: string): CheckFileParts | string {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const first = lines.findIndex((line) => line.trim() !== '');
  if (lines[first]?.trim() !== '/*') return 'does not begin with `/*` alone on its line';
  const last = lines.findIndex((line, index) => index > first && line.trim() === '*/');
  if (last === -1) return 'has no `*/` alone on its line to end the head';
  const head = lines.slice(first + 1, last).join('\n');
  if (head.includes('/*') || head.includes('*/')) return 'has a comment sign within its head';
  return {
    head,
    body: lines
      .slice(last + 1)
      .join('\n')
      .trim(),
  };
}

/** The sections of a body, by the `-- variant: name` (in Cypher `// variant: name`) line that heads each. */
export function splitVariants(body: string): { name: string | null; statement: string }[] {
  const parts: { name: string | null; lines: string[] }[] = [{ name: null, lines: [] }];
  for (const line of body.split('\n')) {
    const name = /^\s*(?:--|\/\/)\s*variant:\s*(\S+)\s*$/.exec(line)?.[1];
    if (name === undefined) parts.at(-1)?.lines.push(line);
    else parts.push({ name, lines: [] });
  }
  return parts
    .map(({ name, lines }) => ({ name, statement: lines.join('\n').trim() }))
    .filter(({ name, statement }) => name !== null || withoutComments(statement) !== '');
}

/** A statement without its comments, for telling whether anything is left. */
function withoutComments(statement: string): string {
  return statement
    .replace(/\/\*[\s\S]*?\*\//g, ' ')
    .replace(/^\s*(--|\/\/).*$/gm, ' ')
    .trim();
}

import type { Socket } from 'node:net';

/** Longer lines are no question of ours. */
const longest = 1024 * 1024;

/** One JSON document a line, both ways, over one socket. */
export interface Lines {
  send(document: unknown): void;
  /** The next document; undefined when the other side has hung up. @throws SyntaxError for what is no JSON */
  next(): Promise<unknown>;
  end(): void;
}

export function linesOf(socket: Socket): Lines {
  const read = readLines(socket);
  return {
    send: (document) => void socket.write(`${JSON.stringify(document)}\n`),
    async next() {
      const line = await read.next();
      return line.done === true ? undefined : JSON.parse(line.value);
    },
    end: () => void socket.end(),
  };
}

async function* readLines(socket: Socket): AsyncGenerator<string, void> {
  socket.setEncoding('utf8');
  let rest = '';
  for await (const chunk of socket) {
    rest += String(chunk);
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > longest) throw new RangeError('A line without end');
    yield* lines;
  }
}

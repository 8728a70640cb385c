import { createServer, type Socket } from 'node:net';

export interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  /** Header and body as they came. */
  readonly data: string;
}

/** A mail server that keeps what it is given. It may be told to refuse. */
export async function startSmtpSink() {
  const mails: Mail[] = [];
  const sockets = new Set<Socket>();
  const behaviour = { refusing: false };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    serve(socket, mails, behaviour);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    mails,
    refuse: (on: boolean) => {
      behaviour.refusing = on;
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

function serve(socket: Socket, mails: Mail[], behaviour: { readonly refusing: boolean }): void {
  let pending = '';
  let from = '';
  let to: string[] = [];
  let data: string[] | null = null;
  const say = (line: string) => socket.write(`${line}\r\n`);

  function take(line: string): void {
    if (data !== null) {
      if (line !== '.') {
        data.push(line.replace(/^\.\./, '.'));
        return;
      }
      mails.push({ from, to, data: data.join('\n') });
      data = null;
      to = [];
      say('250 kept');
      return;
    }
    const [, address = ''] = /<(.*?)>/.exec(line) ?? [];
    const command = line.slice(0, 4).toUpperCase();
    if (command === 'EHLO' || command === 'HELO') say('250 sink');
    else if (command === 'MAIL') {
      from = address;
      say(behaviour.refusing ? '451 come again later' : '250 ok');
    } else if (command === 'RCPT') {
      to.push(address);
      say('250 ok');
    } else if (command === 'DATA') {
      data = [];
      say('354 go on');
    } else if (command === 'QUIT') {
      say('221 bye');
      socket.end();
    } else say('250 ok');
  }

  say('220 sink');
  socket.on('data', (chunk) => {
    pending += chunk.toString();
    const lines = pending.split('\r\n');
    pending = lines.pop() ?? '';
    for (const line of lines) take(line);
  });
}

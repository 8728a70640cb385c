import { createTransport } from 'nodemailer';
import { type Duration, SECOND } from '../domain/time.ts';
import { noteWords, type SecondPath } from './second-path.ts';

const within: Duration = 15 * SECOND;

/** Sends each note as a plain mail. Its Message-ID is the same at each attempt. */
export function createEmailPath(options: {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  readonly from: string;
  readonly to: readonly string[];
  /** Null: the server lets this machine send. */
  readonly login: { readonly user: string; readonly password: string } | null;
}): SecondPath {
  const { host, port, secure, from, to, login } = options;
  const transport = createTransport({
    host,
    port,
    secure,
    connectionTimeout: within,
    greetingTimeout: within,
    socketTimeout: within,
    // A password never travels in the clear.
    requireTLS: login !== null && !secure,
    ...(login === null ? {} : { auth: { user: login.user, pass: login.password } }),
  });
  return {
    name: 'email',
    async send(note) {
      const { subject, text } = noteWords(note);
      const domain = from.split('@')[1] ?? 'hart';
      const answer = await transport.sendMail({
        from,
        to: [...to],
        subject,
        text,
        messageId: `<${note.id.replaceAll('/', '.')}@${domain}>`,
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Hart-Incident': note.emergency.incident },
      });
      if (answer.accepted.length === 0) throw new Error('The mail server took it for nobody');
    },
  };
}

import { z } from 'zod';
import { durationField, portField, webUrlField } from './fields.ts';

const address = z.string().regex(/^[^\s@<>]+@[^\s@<>]+$/, 'is no e-mail address');

/** How criticals reach people when Slack does not take them. */
export const secondPathSchema = z
  .strictObject({
    /** How long a critical may be unknown to Slack before it goes this way. */
    after: durationField.prefault('5m'),
    /** JSON by POST, signed with HART_WEBHOOK_SECRET. */
    webhook: z.strictObject({ url: webUrlField }).nullable().default(null),
    email: z
      .strictObject({
        host: z.string().min(1),
        port: portField.default(587),
        /** TLS from the first byte; otherwise STARTTLS where the server offers it. */
        secure: z.boolean().default(false),
        /** With HART_EMAIL_PASSWORD; null: the server lets this machine send. */
        user: z.string().min(1).nullable().default(null),
        from: address,
        to: z.array(address).min(1, 'names nobody'),
      })
      .nullable()
      .default(null),
  })
  .prefault({});

/** Who watches the watcher. */
export const heartbeatSchema = z
  .strictObject({
    /** Asked by GET after each full cycle; what stands there should sound the alarm when nothing comes. */
    url: webUrlField.nullable().default(null),
    /** At most so often. */
    interval: durationField.prefault('1m'),
  })
  .prefault({});

import { z } from 'zod';
import { portField, webUrlField } from './fields.ts';

/** Where the head of the audit log goes, so that what the bot's store says can be checked against it. */
export const auditSchema = z
  .strictObject({
    anchors: z
      .strictObject({
        /** One line a head, appended; on other storage than the store, where the bot may append and not rewrite. */
        file: z.string().min(1).nullable().default(null),
        /** JSON by POST, signed with HART_WEBHOOK_SECRET. */
        webhook: z.strictObject({ url: webUrlField }).nullable().default(null),
        /** A collector of syslog by TCP, RFC 5424. */
        syslog: z
          .strictObject({ host: z.string().min(1), port: portField.default(601) })
          .nullable()
          .default(null),
      })
      .prefault({}),
  })
  .prefault({});

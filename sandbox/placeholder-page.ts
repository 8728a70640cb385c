import type { PageHandler } from './control/ports.ts';
import { sendText } from './slack/http-body.ts';

const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>SANDBOX</title>
<h1>SANDBOX</h1>
<p>A local Slack and a simulated Hartonomous. Nothing here is real.</p>
<p><a href="/_sandbox/health">health</a> · <a href="/_sandbox/config">configuration</a> · <a href="/_sandbox/world">faults</a></p>
</html>
`;

/** A plain page for a sandbox that has no other. */
export function createPlaceholderPage(): PageHandler {
  return (request, response) => {
    if (request.url !== '/' || request.method !== 'GET') return false;
    sendText(response, 200, html, 'text/html; charset=utf-8');
    return true;
  };
}

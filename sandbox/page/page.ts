import type { ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { PageHandler } from '../control/ports.ts';

interface Built {
  readonly script: string;
  readonly style: string;
}

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>SANDBOX · hart</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/page.css">
</head>
<body>
<div id="root"><p class="loading">SANDBOX: the page is being put together …</p></div>
<noscript><p class="loading">SANDBOX: this page needs JavaScript.</p></noscript>
<script type="module" src="/page.js"></script>
</body>
</html>
`;

const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#14343b"/><path d="M10 6v20M22 6v20M10 16h12" stroke="#f5b83d" stroke-width="4" stroke-linecap="round"/></svg>`;

/** Nothing from elsewhere: no script, font, picture or call leaves this machine. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data: http://127.0.0.1:*; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The page for people: a Slack client on the left, the simulated world on the right. Bundled once, when first asked for. */
export function createPage(): PageHandler {
  let building: Promise<Built> | undefined;
  const built = () => {
    building ??= bundle().catch((error: unknown) => {
      building = undefined;
      throw error;
    });
    return building;
  };
  const files: Readonly<Record<string, [type: string, content: () => Promise<string> | string]>> = {
    '/': ['text/html; charset=utf-8', () => html],
    '/icon.svg': ['image/svg+xml', () => icon],
    '/page.js': ['text/javascript; charset=utf-8', async () => (await built()).script],
    '/page.css': ['text/css; charset=utf-8', async () => (await built()).style],
  };
  return (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const found = Object.hasOwn(files, pathname) ? files[pathname] : undefined;
    if (found === undefined || (request.method !== 'GET' && request.method !== 'HEAD'))
      return false;
    const [type, content] = found;
    void send(response, type, content);
    return true;
  };
}

async function send(
  response: ServerResponse,
  type: string,
  content: () => Promise<string> | string,
): Promise<void> {
  try {
    const body = await content();
    response.writeHead(200, {
      'content-type': type,
      'content-security-policy': policy,
      'cache-control': 'no-store',
    });
    response.end(body);
  } catch (error) {
    response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' });
    response.end(`SANDBOX: the page cannot be put together.\n${String(error)}`);
  }
}

async function bundle(): Promise<Built> {
  // Loaded only here: most who start a sandbox never open its page.
  const { build, stop } = await import('esbuild');
  try {
    const { outputFiles } = await build({
      entryPoints: { page: file('./client/main.tsx'), style: file('./client/style/page.css') },
      outdir: '/',
      bundle: true,
      write: false,
      format: 'esm',
      target: 'es2023',
      jsx: 'automatic',
      minify: true,
      define: { 'process.env.NODE_ENV': '"production"' },
      logLevel: 'silent',
    });
    const text = (ending: string) =>
      outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
    return { script: text('.js'), style: text('.css') };
  } finally {
    // It would otherwise stay, a process for nothing.
    await stop();
  }
}

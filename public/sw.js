// Keeps the forms of returns, and what they need to live, so that they open without network.
// What was typed is not here: the form itself keeps that (app/src/pages/return_form/keeping).
//
// Always the network first: what is kept here answers only when the network does not.
const PAGES = "xinheng-pages";
const PARTS = "xinheng-parts";
const NEEDED = ["/main.css", "/favicon.svg", "/pkg/xinheng.js", "/pkg/xinheng_bg.wasm"];

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(PARTS)
      .then((cache) => cache.addAll(NEEDED))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim());
});

const isForm = (path) => path === "/returns" || /^\/returns\/\d{6}\/[^/]+\/\d{4}-\d{2}$/.test(path);

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.method === "POST" && url.pathname === "/sign-out") {
    // Whoever signs out leaves no pages to the next one at this machine.
    event.respondWith(caches.delete(PAGES).then(() => fetch(request)));
    return;
  }
  if (request.mode === "navigate") {
    event.respondWith(request.method === "GET" ? page(request, url) : fetch(request).catch(() => away(url)));
  } else if (NEEDED.includes(url.pathname) && request.method === "GET") {
    event.respondWith(part(request, url));
  }
});

async function page(request, url) {
  try {
    const answer = await fetch(request);
    if (answer.status === 200 && !answer.redirected && isForm(url.pathname) && url.search === "") {
      const cache = await caches.open(PAGES);
      await cache.put(url.pathname, answer.clone());
    }
    return answer;
  } catch {
    const cache = await caches.open(PAGES);
    return (await cache.match(url.pathname)) ?? away(url);
  }
}

async function part(request, url) {
  const cache = await caches.open(PARTS);
  try {
    const answer = await fetch(request);
    if (answer.status === 200) await cache.put(url.pathname, answer.clone());
    return answer;
  } catch {
    return (await cache.match(url.pathname)) ?? Response.error();
  }
}

// What stands where a page was not kept: which ones were.
async function away(url) {
  const cache = await caches.open(PAGES);
  const kept = (await cache.keys()).map((request) => new URL(request.url).pathname);
  const links = kept.map((path) => `<li><a href="${path}">${path}</a></li>`).join("");
  const html = `<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>离线 · offline</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/main.css"></head>
<body><main id="content"><section class="refusal"><h1>网络已断</h1>
<p>这一页没有存在本机，联网后再打开。已填的内容都存在本机，不会丢失。</p>
<p lang="en">There is no network, and this page is not kept here. What you typed is kept and not lost.</p>
<ul>${links}</ul></section></main></body></html>`;
  return new Response(html, {
    status: 503,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": "default-src 'none'; style-src 'self'",
    },
  });
}

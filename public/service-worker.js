// Keeps one page for when the server cannot be reached, and nothing else: no other page, no answer of the API, no sound.
// It is registered under an address that names the version and the language; another address is another version.
const NAME = "avatar-forge-offline";
const CURRENT = `${NAME}${new URL(self.location.href).search}`;
const PAGE = "/offline";
const NOT_PAGES = /^\/(?:api|v1|mnt|metrics)(?:\/|$)/;

self.addEventListener("install", (event) => {
  const keep = async () => (await caches.open(CURRENT)).add(new Request(PAGE, { cache: "reload" }));
  event.waitUntil(keep().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const takeOver = async () => {
    const names = await caches.keys();
    const old = names.filter((name) => name.startsWith(NAME) && name !== CURRENT);
    await Promise.all(old.map((name) => caches.delete(name)));
    // The page is asked for while the worker starts.
    await self.registration.navigationPreload?.enable();
    await self.clients.claim();
  };
  event.waitUntil(takeOver());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.mode !== "navigate") return;
  const isPage = !NOT_PAGES.test(new URL(request.url).pathname);
  const answer = async () => {
    try {
      // Whatever is asked for was asked for ahead: left unused, it would be asked for twice, a sign-in's way back too.
      return (await event.preloadResponse) ?? (await fetch(request));
    } catch (error) {
      const kept = isPage && (await (await caches.open(CURRENT)).match(PAGE));
      if (kept) return kept;
      throw error;
    }
  };
  event.respondWith(answer());
});

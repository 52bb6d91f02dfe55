// Shows what this site sends to this browser, and opens the page it is about. Nothing else: it keeps no pages and answers no requests.
self.addEventListener("push", (event) => {
  const note = event.data?.json();
  if (note) event.waitUntil(self.registration.showNotification(note.title, { body: note.text, tag: note.key, data: note.path, icon: "/favicon.svg", requireInteraction: true }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const page = new URL(event.notification.data || "/", self.location.origin);
  if (page.origin !== self.location.origin) return;
  event.waitUntil((async () => {
    const open = (await self.clients.matchAll({ type: "window", includeUncontrolled: true })).find((w) => w.url === page.href);
    return open ? open.focus() : self.clients.openWindow(page.href);
  })());
});

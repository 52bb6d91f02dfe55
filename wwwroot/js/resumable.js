// Uploads that go on after a cut line, by the tus protocol. The library that speaks it is fetched when the first file is sent.
let library;
const load = (source) => library ??= new Promise((done, failed) => {
  const script = document.createElement("script");
  script.src = source;
  script.addEventListener("load", () => done(window.tus));
  script.addEventListener("error", () => { library = undefined; failed(new Error(source)); });
  document.head.append(script);
});

const piece = 8 * 1024 * 1024;
const token = () => document.querySelector('meta[name="csrf"]')?.content ?? document.querySelector('[name="__RequestVerificationToken"]').value;
let running = 0;

// The page asks before it is left only while something would be cut off.
addEventListener("beforeunload", (event) => { if (running > 0) event.preventDefault(); });

const online = () => new Promise((done) => {
  const timer = setTimeout(done, 5000);
  addEventListener("online", () => { clearTimeout(timer); setTimeout(done, 500); }, { once: true });
});

/**
 * Sends a file and has it put into the library.
 * @param place where to send it: { path, tus, client, folder, into, of }, as in the data of the file field
 * @param told hears { percent } on the way, { waiting: true } while there is no connection and { examining: true } at the end
 * @returns { pause, resume, cancel, done }; done gives { html } or { refused: html } or { failed: true } or { cancelled: true }
 */
export const send = (file, place, told) => {
  let upload, finish, over = false;
  const done = new Promise((resolve) => { finish = resolve; });
  const end = (outcome) => {
    if (over) return;
    over = true;
    running--;
    finish(outcome);
  };
  const headers = () => ({ RequestVerificationToken: token(), "X-Client-Confirmed": place.client });

  const examine = async () => {
    told({ examining: true });
    for (let attempt = 0; attempt < 5 && !over; attempt++) {
      try {
        const response = await fetch(`${upload.url}/asset?into=${place.into ?? ""}${place.of ? `&of=${place.of}` : ""}`, { method: "POST", headers: { ...headers(), "HX-Request": "true" } });
        const html = await response.text();
        return end(response.ok ? { html } : [413, 415, 422].includes(response.status) ? { refused: html } : { failed: true });
      } catch {
        told({ waiting: true });
        await online();
      }
    }
    end({ failed: true });
  };

  const start = async () => {
    try {
      const tus = await load(place.tus);
      upload = new tus.Upload(file, {
        endpoint: place.path,
        chunkSize: piece,
        retryDelays: [0, 1000, 3000],
        removeFingerprintOnSuccess: true,
        headers: headers(),
        metadata: { filename: file.name, folder: place.folder ?? "" },
        onProgress: (sent, all) => told({ percent: Math.floor((100 * sent) / Math.max(1, all)) }),
        onSuccess: examine,
        onError: async (error) => {
          const status = error.originalResponse?.getStatus() ?? 0;
          if (over) return;
          if (status === 413 || status === 415) return end({ refused: error.originalResponse.getBody() });
          if (status >= 400 && status < 500 && ![409, 423, 429].includes(status)) return end({ failed: true });
          // The line is cut, or the server is away: what has arrived waits there.
          told({ waiting: true });
          await online();
          if (!over) upload.start();
        },
      });
      const before = await upload.findPreviousUploads();
      if (before.length > 0) upload.resumeFromPreviousUpload(before[0]);
      if (!over) upload.start();
    } catch {
      end({ failed: true });
    }
  };

  running++;
  start();
  return {
    done,
    pause: () => upload?.abort(),
    resume: () => upload?.start(),
    cancel: async () => {
      end({ cancelled: true });
      try { await upload?.abort(true); } catch { /* It is given up here; the server forgets it by itself. */ }
    },
  };
};

/** The words of a refusal. */
export const words = (html) => new DOMParser().parseFromString(html, "text/html").querySelector("p.error")?.textContent;

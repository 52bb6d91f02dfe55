// One import a behaviour. Everything here makes a page that already works nicer; none of it is needed to use the page.
import "./autosave.js";
import "./busy.js";
import "./copy.js";
import "./counter.js";
import "./csrf.js";
import "./dialog.js";
import "./errors.js";
import "./menu.js";
import "./panels.js";
import "./passkey.js";
import "./news.js";
import "./open-client.js";
import "./palette.js";
import "./pictures.js";
import "./reveal.js";
import "./shortcuts.js";
import "./toast.js";

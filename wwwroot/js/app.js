// One import a behaviour. Everything here makes a page that already works nicer; none of it is needed to use the page. What only the
// calendar or only the editor of a post needs comes with those pages: calendar.js, editor.js.
import "./busy.js";
import "./copy.js";
import "./csrf.js";
import "./dialog.js";
import "./errors.js";
import "./focus.js";
import "./labels.js";
import "./live.js";
import "./look.js";
import "./media.js";
import "./menu.js";
import "./news.js";
import "./open-client.js";
import "./palette.js";
import "./recall.js";
import "./reveal.js";
import "./shortcuts.js";
import "./toast.js";
import "./unread.js";
if (document.querySelector("form[data-passkey]")) import("./passkey.js");
if (document.getElementById("post")) import("./conversation.js");

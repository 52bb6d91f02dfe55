// What the editor of a post needs beside what every page has; other pages are spared it.
import "./autosave.js";
import "./composer.js";
import "./counter.js";
import "./pictures.js";
import "./slot.js";

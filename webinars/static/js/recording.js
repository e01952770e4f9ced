// The script of the page of a recording.
import { openPage } from "./page.js";
import { watch } from "./watch-page.js";

openPage();
watch(document);

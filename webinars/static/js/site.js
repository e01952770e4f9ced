// The entry of every page: binds each behaviour to the elements that ask for it by a data attribute.
// A page is complete without any of them.
import { showLocalTimes } from "./local-time.js";
import { offerZones } from "./own-zone.js";
import { keepCountdowns, showCountdowns } from "./countdown.js";
import { leadAndroid } from "./android.js";
import { offerCopying } from "./copy.js";
import { refreshInTime } from "./refresh.js";
import { leadToDesk } from "./desk-links.js";
import { keepProgramme } from "./offline.js";
import { openWideFilters } from "./filters.js";
import { loadPlayersWhenPressed } from "./player.js";
import { chooseBrowserZone } from "./browser-zone.js";

refreshInTime(bind);
bind(document);
openWideFilters(document);
chooseBrowserZone(document);
keepCountdowns();
keepProgramme(document);

if (document.querySelector("[data-audience]") !== null) {
  const { openQuestions } = await import("./questions.js");
  openQuestions(document);
}

// Only organisers need these, so only they fetch them.
if (document.querySelector("[data-moment]") !== null) {
  const { showOwnTimes } = await import("./desk-times.js");
  showOwnTimes(document);
}
if (document.querySelector("[data-history]:not([data-is-own])") !== null) {
  const { tellByOwnDays } = await import("./history.js");
  tellByOwnDays(document);
}
if (document.querySelector("[data-sortable]") !== null) {
  const [{ arrangeLists }, { growLists }] = await Promise.all([import("./sortable.js"), import("./rows.js")]);
  arrangeLists(document);
  growLists(document);
}
if (document.querySelector("[data-editor]") !== null) {
  const [{ keepLists }, { openEditor }] = await Promise.all([import("./lists.js"), import("./editor.js")]);
  keepLists(document);
  openEditor(document);
}
if (document.querySelector("[data-finder]") !== null) {
  const { openDesk } = await import("./desk-home.js");
  openDesk(document);
}
const settings = document.querySelector("[data-site-settings]");
if (settings !== null) {
  const [{ keepLists }, { openSiteSettings }] = await Promise.all([import("./lists.js"), import("./site-settings.js")]);
  keepLists(document);
  openSiteSettings(settings);
}
const firstSteps = document.querySelector("[data-first-steps]");
if (firstSteps !== null) {
  const { takeFirstSteps } = await import("./first-steps.js");
  takeFirstSteps(firstSteps);
}
if (document.querySelector("[data-moments]") !== null) {
  const { keepMoments } = await import("./moments.js");
  keepMoments(document);
}
if (document.querySelector("[data-paste-links]") !== null) {
  const { pasteLinks } = await import("./paste-links.js");
  pasteLinks(document);
}
if (document.querySelector("[data-watch]") !== null) {
  const { watch } = await import("./watch.js");
  watch(document);
}
if (document.querySelector("[data-cropper]") !== null) {
  const { cutPictures } = await import("./cropper.js");
  cutPictures(document);
}
if (document.querySelector("[data-given]") !== null) {
  const { takePictures } = await import("./given-pictures.js");
  takePictures(document);
}
if (document.querySelector("[data-upload]") !== null) {
  const { followUploads } = await import("./upload.js");
  followUploads(document);
}
const moderating = document.querySelector("[data-moderating]");
if (moderating !== null) {
  const { moderate } = await import("./moderating.js");
  moderate(moderating);
}

// What a part of the page needs, whenever it comes.
function bind(root) {
  leadToDesk(root);
  showLocalTimes(root);
  offerZones(root);
  showCountdowns(root);
  offerCopying(root);
  leadAndroid(root);
  loadPlayersWhenPressed(root);
  // At first it is bound above, and waited for.
  if (root !== document && root.querySelector("[data-audience]") !== null) {
    import("./questions.js").then(({ openQuestions }) => openQuestions(root));
  }
}

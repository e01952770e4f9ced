// Questions from the audience ([data-audience]): votes without leaving the page, the form, and what is new. All of it works
// without this: buttons are forms, and what a vote is answered with is a page.
import { bindVotes } from "./question-votes.js";
import { bindForm } from "./question-form.js";
import { follow } from "./question-updates.js";

export function openQuestions(root) {
  for (const section of root.querySelectorAll("[data-audience]:not([data-audience=ready])")) {
    bindVotes(section);
    for (const form of section.querySelectorAll("[data-ask-form]")) bindForm(form, section);
    leadToQuestion(section);
    if (section.dataset.questions !== undefined) follow(section);
    // Until here buttons are answered by the server. Tests wait for it.
    section.dataset.audience = "ready";
  }
}

// #q12 is a promise: what is not shown here stands on the page of all questions.
function leadToQuestion(section) {
  const found = /^#q(\d+)$/.exec(location.hash);
  if (found === null || document.getElementById(found[0].slice(1)) !== null) return;
  const all = section.dataset.all;
  if (all !== undefined && new URL(all, location.href).pathname !== location.pathname) location.replace(all + location.hash);
}

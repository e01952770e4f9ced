// A form with a file ([data-upload]) is sent here, so that one sees how far it has come. The answer is the page that the
// browser would have shown: what is between its <main> tags takes the place of ours.
import { cutPictures } from "./cropper.js";

export function followUploads(root) {
  for (const form of root.querySelectorAll("[data-upload]")) {
    form.addEventListener("submit", (event) => {
      const file = form.elements.file.files[0];
      if (!file) return;
      event.preventDefault();
      if (file.size > Number(form.dataset.most)) say(form, form.dataset.tooLarge);
      else send(form);
    });
  }
}

function send(form) {
  const progress = form.querySelector("[data-upload-progress]");
  const button = form.querySelector("button[type=submit]");
  const request = new XMLHttpRequest();
  const body = new FormData(form);
  progress.hidden = false;
  button.disabled = true;
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) progress.value = Math.round((100 * event.loaded) / event.total);
  });
  request.addEventListener("load", () => show(request));
  for (const name of ["error", "abort"]) {
    request.addEventListener(name, () => {
      progress.hidden = true;
      button.disabled = false;
      say(form, form.dataset.broken);
    });
  }
  request.open("POST", form.action);
  request.responseType = "document";
  request.send(body);
}

function show(request) {
  const main = request.response?.querySelector("main");
  if (!main) {
    location.reload();
    return;
  }
  document.querySelector("main").replaceWith(document.adoptNode(main));
  document.title = request.response.title;
  // Where the answer was a redirect, this is the page it led to.
  if (request.status === 200) history.replaceState(null, "", request.responseURL);
  followUploads(main);
  cutPictures(main);
  const said = main.querySelector("[data-upload-error]:not([hidden]), .notice") ?? main;
  said.tabIndex = -1;
  said.focus();
}

function say(form, sentence) {
  const error = form.querySelector("[data-upload-error]");
  error.textContent = sentence;
  error.hidden = false;
  form.elements.file.setAttribute("aria-invalid", "true");
  form.elements.file.focus();
}

// The part of a picture that is shown ([data-cropper]): a frame on the whole of it, moved by dragging or by the sliders
// beside it. Without this the sliders do it alone, and the page shows what became of it. Of a picture that is not sent yet
// ([data-cut]) it is chosen from the moment it stands in its box.

const WHOLE = 1000;
const SMALLEST = 100;
const ABOVE = 0.35;

export function cutPictures(root) {
  for (const cropper of root.querySelectorAll("[data-cropper]")) {
    const form = cropper.closest("form");
    const shown = form.querySelector("[data-shown]");
    cropper.hidden = false;
    if (shown !== null) shown.hidden = true;
    else form.querySelector("[data-given]").addEventListener("change", (event) => show(event.target, cropper, form));
    const draw = () => place(cropper, form);
    for (const name of ["left", "top", "width"]) form.elements[name].addEventListener("input", draw);
    cropper.addEventListener("pointerdown", (event) => drag(event, cropper, form, draw));
    if (shown !== null) draw();
  }
}

// The largest part there is, its middle a little above that of the picture, as the server cuts where nobody says.
async function show(box, cropper, form) {
  const part = form.querySelector("[data-cut]");
  const picture = cropper.querySelector("img") ?? new Image();
  picture.alt = "";
  cropper.prepend(picture);
  try {
    picture.src = await read(box.files[0]);
    await picture.decode();
  } catch {
    // What is no picture, or one that this browser does not know: the server says so, or cuts its middle.
    part.hidden = part.disabled = true;
    return;
  }
  picture.width = picture.naturalWidth;
  picture.height = picture.naturalHeight;
  const height = (WHOLE * picture.naturalHeight) / picture.naturalWidth;
  const width = Math.min(WHOLE, Math.floor(height));
  const { left, top } = form.elements;
  Object.assign(left, { max: WHOLE, value: (WHOLE - width) / 2 });
  Object.assign(top, { max: Math.ceil(height), value: (height - width) * ABOVE });
  Object.assign(form.elements.width, { min: Math.min(SMALLEST, width), max: width, value: width });
  part.hidden = part.disabled = false;
  place(cropper, form);
}

function read(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = reject;
    reader.readAsDataURL(file);
  });
}

function place(cropper, form) {
  const picture = cropper.querySelector("img");
  const ratio = Number(cropper.dataset.ratio);
  const height = (WHOLE * picture.getAttribute("height")) / picture.getAttribute("width");
  const width = Math.min(Number(form.elements.width.value), height / ratio);
  const left = within(form.elements.left.value, WHOLE - width);
  const top = within(form.elements.top.value, height - width * ratio);
  const frame = cropper.querySelector(".cropper-frame");
  frame.style.left = `${(100 * left) / WHOLE}%`;
  frame.style.top = `${(100 * top) / height}%`;
  frame.style.width = `${(100 * width) / WHOLE}%`;
  frame.style.height = `${(100 * width * ratio) / height}%`;
}

function drag(event, cropper, form, draw) {
  if (!event.isPrimary) return;
  event.preventDefault();
  const scale = WHOLE / cropper.clientWidth;
  const from = { x: event.clientX, y: event.clientY, left: Number(form.elements.left.value), top: Number(form.elements.top.value) };
  const move = (moved) => {
    form.elements.left.value = Math.round(from.left + (moved.clientX - from.x) * scale);
    form.elements.top.value = Math.round(from.top + (moved.clientY - from.y) * scale);
    draw();
  };
  cropper.setPointerCapture(event.pointerId);
  cropper.addEventListener("pointermove", move);
  for (const end of ["pointerup", "pointercancel"]) {
    cropper.addEventListener(end, () => cropper.removeEventListener("pointermove", move), { once: true });
  }
}

function within(value, most) {
  return Math.max(0, Math.min(Number(value), most));
}

// The part of a picture that is shown ([data-cropper]): a frame on the whole of it, moved by dragging or by the sliders
// beside it. Without this the sliders do it alone, and the page shows what became of it.

const WHOLE = 1000;

export function cutPictures(root) {
  for (const cropper of root.querySelectorAll("[data-cropper]")) {
    const form = cropper.closest("form");
    const shown = form.querySelector("[data-shown]");
    cropper.hidden = false;
    shown.hidden = true;
    const draw = () => place(cropper, form);
    for (const name of ["left", "top", "width"]) form.elements[name].addEventListener("input", draw);
    cropper.addEventListener("pointerdown", (event) => drag(event, cropper, form, draw));
    draw();
  }
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

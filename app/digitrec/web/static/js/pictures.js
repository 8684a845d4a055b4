// Pictures: by button, by the camera, dropped or pasted.

const element = (id) => document.getElementById(id);

// onPicture(blob), onNone(): there was no picture.
export function takePictures({ onPicture, onNone }) {
  const take = (files) => {
    const picture = [...files].find((file) => file.type.startsWith("image/"));
    if (picture) onPicture(picture);
    else onNone();
  };
  for (const id of ["open", "camera"]) {
    element(id).addEventListener("change", ({ target }) => {
      if (target.files.length) take(target.files);
      target.value = "";
    });
  }
  document.addEventListener("paste", ({ clipboardData }) => take(clipboardData.files));
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    element("drop").hidden = false;
  });
  document.addEventListener("dragleave", ({ relatedTarget }) => {
    if (!relatedTarget) element("drop").hidden = true;
  });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    element("drop").hidden = true;
    take(event.dataTransfer.files);
  });
}

// Gives where a point of a picture lies in an element that shows all of it as large as it can.
export function contained([width, height], box) {
  const scale = Math.min(box.clientWidth / width, box.clientHeight / height);
  const left = (box.clientWidth - width * scale) / 2;
  const top = (box.clientHeight - height * scale) / 2;
  return ([x, y]) => [left + x * scale, top + y * scale];
}

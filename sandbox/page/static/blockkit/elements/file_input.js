/** The field for files: each is uploaded when it is chosen; the form sends their ids. */

import { icon, make, spoken } from "../dom.js";
import { register } from "../state.js";

/** Draw a field for files. `context.upload(file)` uploads one and returns its id, as a promise. */
export function drawFileInput(element, scope) {
  const most = element.max_files ?? 10;
  const uploads = new Set();
  const list = make("ul", { class: "bk-files" });
  const accept = element.filetypes?.map((type) => `.${type}`).join(",");
  const change = async (event) => {
    const files = [...event.target.files].slice(0, most - uploads.size);
    event.target.value = "";
    await Promise.all(files.map((file) => upload(file, { uploads, list, context: scope.context })));
  };
  const labels = scope.labels("Choose files", element);
  delete labels["aria-required"];
  const attributes = { type: "file", class: "bk-field bk-file-field", accept, multiple: most > 1, "data-validated": "" };
  const input = make("input", { ...attributes, ...labels, on: { change } });
  const read = () => [...uploads].map(({ id }) => id).filter((id) => id !== undefined);
  return register(make("div", { class: "bk-file-input" }, input, list), scope, element.action_id, read);
}

async function upload(file, { uploads, list, context }) {
  const entry = { id: undefined };
  const note = make("span", { class: "bk-note", role: "status" }, "uploading…");
  const drop = () => {
    uploads.delete(entry);
    item.remove();
  };
  const remove = make("button", { type: "button", class: "bk-icon-button", on: { click: drop } }, icon("close"), spoken(`Remove ${file.name}`));
  const item = make("li", { class: "bk-file" }, icon("file"), make("span", { class: "bk-file-name" }, file.name), note, remove);
  uploads.add(entry);
  list.append(item);
  try {
    if (!context.upload) throw new Error("files cannot be uploaded here");
    entry.id = await context.upload(file);
    note.textContent = "";
  } catch (error) {
    note.textContent = `failed: ${error.message}`;
    note.className = "bk-failure";
  }
}

/** The field for files: each is handed to the page when it is chosen; the form holds what the page made of it. */

import { icon, make, spoken } from "../dom.js";
import { register } from "../state.js";

/** Draw a field for files. `context.upload(file)` takes one and returns, as a promise, what the form holds for it. */
export function drawFileInput(element, scope) {
  const most = element.max_files ?? 10;
  const files = new Files(scope.context);
  for (const held of scope.kept(element.action_id) ?? []) files.add(held.name ?? held, held);
  const change = async (event) => {
    const chosen = [...event.target.files].slice(0, most - files.entries.size);
    event.target.value = "";
    await Promise.all(chosen.map((file) => files.upload(file)));
  };
  const labels = scope.labels("Choose files", element);
  delete labels["aria-required"];
  const accept = element.filetypes?.map((type) => `.${type}`).join(",");
  const attributes = { type: "file", class: "bk-field bk-file-field", accept, multiple: most > 1, "data-validated": "" };
  const input = make("input", { ...attributes, ...labels, on: { change } });
  return register(make("div", { class: "bk-file-input" }, input, files.list), scope, element.action_id, () => files.held());
}

/** The files of one field, as a list to look at and as what the form holds. */
class Files {
  constructor(context) {
    this.context = context;
    this.entries = new Set();
    this.list = make("ul", { class: "bk-files" });
  }

  /** Return what the form holds: the files whose upload is done. */
  held() {
    return [...this.entries].map(({ held }) => held).filter((held) => held !== undefined);
  }

  add(name, held) {
    const entry = { held, note: make("span", { class: "bk-note", role: "status" }) };
    const drop = () => {
      this.entries.delete(entry);
      item.remove();
    };
    const remove = make("button", { type: "button", class: "bk-icon-button", on: { click: drop } }, icon("close"), spoken(`Remove ${name}`));
    const item = make("li", { class: "bk-file" }, icon("file"), make("span", { class: "bk-file-name" }, name), entry.note, remove);
    this.entries.add(entry);
    this.list.append(item);
    return entry;
  }

  async upload(file) {
    const entry = this.add(file.name);
    entry.note.textContent = "uploading…";
    try {
      if (!this.context.upload) throw new Error("files cannot be uploaded here");
      entry.held = await this.context.upload(file);
      entry.note.textContent = "";
    } catch (error) {
      entry.note.textContent = `failed: ${error.message}`;
      entry.note.className = "bk-failure";
    }
  }
}

/** Making a channel, with the app in it if one likes. */

import { make } from "../blockkit/dom.js";
import { openDialog } from "./dialog.js";
import { go } from "./route.js";
import { doing, known, me, refreshCompany } from "./store.js";

/** Ask for a channel's name and make it. */
export function askForChannel() {
  const name = make("input", { class: "field", required: true, pattern: "[a-z0-9_\\-]{1,80}", placeholder: "e.g. hr-help", title: "Small letters, digits, - and _" });
  const isPrivate = make("input", { type: "checkbox" });
  const hasApp = make("input", { type: "checkbox", checked: true });
  const content = [
    make("label", { class: "form-row" }, "Name", name),
    make("label", { class: "form-check" }, isPrivate, "Private"),
    make("label", { class: "form-check" }, hasApp, `Invite ${known.company.app.name}`),
  ];
  const run = async () => {
    const { id } = await doing("create_channel", { name: name.value, private: isPrivate.checked });
    if (hasApp.checked) await doing("invite", { channel: id, who: known.company.app.bot_user_id });
    await refreshCompany();
    go({ as: me().name, channel: name.value });
  };
  openDialog("Make a channel", content, { words: "Make Channel", run });
}

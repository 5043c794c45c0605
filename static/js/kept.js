// What someone typed and the server never got, on a page that has no place for it any more: shown, to be copied.
//   <section data-kept="CODE" data-kept-activities="uuid uuid" hidden> … <ul data-kept-list></ul> </section>
import { allReturned, textsOf } from "./returned.js";

const OUTBOX = "outbox:contribute.";
const DRAFT = "headwaters:draft:";

function keptIn(storage, code, activities) {
  const texts = allReturned(storage, code);
  for (const name of Object.keys(storage)) {
    try {
      if (name.startsWith(`${OUTBOX}${code}.`))
        texts.push(...textsOf(JSON.parse(storage.getItem(name)).fields));
      const isDraft = name.startsWith(DRAFT) && activities.some((activity) => name.includes(activity));
      if (isDraft) texts.push(...textsOf(JSON.parse(storage.getItem(name)).values));
    } catch {
      // Not ours to read.
    }
  }
  return [...new Set(texts)];
}

function show(section) {
  const activities = section.dataset.keptActivities.split(" ").filter(Boolean);
  let texts = [];
  try {
    texts = keptIn(localStorage, section.dataset.kept, activities);
  } catch {
    // Storage is forbidden: nothing was kept.
  }
  const copy = section.querySelector("[data-copy]");
  section
    .querySelector("[data-kept-list]")
    .replaceChildren(
      ...texts.map((text) => Object.assign(document.createElement("li"), { textContent: text })),
    );
  if (copy) copy.dataset.copy = texts.join("\n\n");
  section.hidden = texts.length === 0;
}

for (const section of document.querySelectorAll("[data-kept]")) show(section);

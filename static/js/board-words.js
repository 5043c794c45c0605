// The sentences of a board, which the server translated: <div id="board-words" data-moved="Moved to {group}" …>.
export const words = () => document.getElementById("board-words")?.dataset ?? {};

/** The sentence with values in its places. */
export const say = (sentence, values) =>
  (sentence || "").replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? "");

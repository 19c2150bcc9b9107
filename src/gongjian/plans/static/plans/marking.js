// Marking words of the text by keyboard: from the chosen entry's words on, word by word or line by line.

// Which end a key moves, which way, and by how much.
const STEPS = {
  ArrowRight: ["end", "forward", "word"],
  ArrowLeft: ["end", "backward", "word"],
  ArrowDown: ["end", "forward", "line"],
  ArrowUp: ["end", "backward", "line"],
  "[": ["start", "backward", "word"],
  "]": ["start", "forward", "word"],
};

export const isMarking = (event) =>
  event.key in STEPS && (event.shiftKey || !event.key.startsWith("Arrow"));

// Go one step on from what is marked; the first step marks `words` ([start, end]), else the text's first line.
// Returns what is marked then, as `text.selected` does.
export function markOn(text, key, words) {
  if (!text.lines.length) return null;
  if (text.selected) move(getSelection(), ...STEPS[key]);
  else select(text, words ?? [text.lines[0].at, text.lines[0].at + text.lines[0].length]);
  getSelection().getRangeAt(0).startContainer.parentElement?.scrollIntoView({ block: "nearest" });
  return text.selected;
}

function select(text, [start, end]) {
  getSelection().setBaseAndExtent(...text.placeOf(start), ...text.placeOf(end));
}

function move(selection, side, direction, by) {
  const range = selection.getRangeAt(0);
  const start = [range.startContainer, range.startOffset];
  const end = [range.endContainer, range.endOffset];
  // The end that does not move is the anchor.
  if (side === "start") selection.setBaseAndExtent(...end, ...start);
  else selection.setBaseAndExtent(...start, ...end);
  selection.modify("extend", direction, by);
  // One end does not pass the other: then nothing is marked, and the step is not made.
  const isTurned = comparePlaces(selection) !== (side === "start" ? -1 : 1);
  if (isTurned) selection.setBaseAndExtent(...start, ...end);
}

// Whether the moving end lies before (-1) the anchor, on it (0) or behind it (1).
function comparePlaces({ anchorNode, anchorOffset, focusNode, focusOffset }) {
  const range = document.createRange();
  range.setStart(anchorNode, anchorOffset);
  range.collapse(true);
  return range.comparePoint(focusNode, focusOffset);
}

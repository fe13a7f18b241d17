import { useEffect, useRef, useState, type ClipboardEvent, type KeyboardEvent } from "react";
import { readCount } from "./drafts.ts";

/** A count in the table: typed over, taken by Enter or by leaving; Escape gives up. Arrows and Enter go on to the next row. */
export function CountCell(props: {
  label: string;
  value: number | null;
  row: number;
  field: string;
  isWrong: boolean;
  onDone: (value: number | null) => void;
  onMove: (from: HTMLElement, by: number) => void;
  onPaste: (event: ClipboardEvent) => void;
}) {
  const { value } = props;
  const [text, setText] = useState<string | null>(null);
  const shown = text ?? (value === null ? "" : String(value));
  const isUnread = text !== null && readCount(text) === undefined;
  const done = () => {
    if (text === null) return;
    const read = readCount(text);
    if (read !== undefined) {
      setText(null);
      if (read !== value) props.onDone(read);
    }
  };
  // A cell that is taken off the page with something typed in it hands it over, and the browser asks before it leaves with it.
  const handOver = useRef(done);
  useEffect(() => {
    handOver.current = done;
  });
  useEffect(() => () => handOver.current(), []);
  const isTyped = text !== null && readCount(text) !== value;
  useEffect(() => {
    if (!isTyped) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [isTyped]);
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const by =
      event.key === "Enter"
        ? event.shiftKey
          ? -1
          : 1
        : event.key === "ArrowDown"
          ? 1
          : event.key === "ArrowUp"
            ? -1
            : 0;
    if (event.key === "Escape") setText(null);
    if (by === 0 || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    done();
    props.onMove(event.currentTarget, by);
  };
  return (
    <input
      className="entry-cell"
      inputMode="numeric"
      aria-label={props.label}
      aria-invalid={props.isWrong || isUnread}
      data-cell={`${props.row}:${props.field}`}
      value={shown}
      onChange={(event) => setText(event.target.value)}
      onFocus={(event) => event.target.select()}
      onBlur={done}
      onKeyDown={onKeyDown}
      onPaste={props.onPaste}
    />
  );
}

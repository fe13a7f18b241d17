import { DownOutlined } from "@ant-design/icons";
import { Input, Popover } from "antd";
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from "react";

/** What there is to choose from, by group. */
export interface ChoiceGroup {
  label: string;
  options: readonly { value: string; label: string }[];
}

/** Groups without what does not hold every word of a search, groups that are left empty gone. */
export function foundIn(groups: readonly ChoiceGroup[], text: string): ChoiceGroup[] {
  const words = text
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== "");
  return groups
    .map(({ label, options }) => ({
      label,
      options: options.filter((option) =>
        words.every((word) => `${label} ${option.label}`.toLowerCase().includes(word)),
      ),
    }))
    .filter(({ options }) => options.length > 0);
}

/** A long list in groups with a search: arrows move, Enter takes, Escape closes. */
export function SearchedChoice(props: {
  label: string;
  value: string;
  /** What is chosen, in words. */
  shown: string;
  groups: readonly ChoiceGroup[];
  placeholder: string;
  notFound: string;
  onChange: (value: string) => void;
}) {
  const [open, setOpen] = useState(false);
  return (
    <Popover
      trigger="click"
      placement="bottomLeft"
      arrow={false}
      destroyOnHidden
      open={open}
      onOpenChange={setOpen}
      content={<Search {...props} onDone={() => setOpen(false)} />}
    >
      <button
        type="button"
        className="thematic-choice searched"
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-label={`${props.label}: ${props.shown}`}
      >
        <span>{props.shown}</span>
        <DownOutlined aria-hidden="true" />
      </button>
    </Popover>
  );
}

function Search(props: Parameters<typeof SearchedChoice>[0] & { onDone: () => void }) {
  const { groups, value } = props;
  const id = useId();
  const [text, setText] = useState("");
  const found = useMemo(() => foundIn(groups, text), [groups, text]);
  const options = found.flatMap((group) => group.options);
  const [at, setAt] = useState(() =>
    Math.max(
      0,
      options.findIndex((each) => each.value === value),
    ),
  );
  const active = Math.min(at, options.length - 1);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('[data-active="true"]')?.scrollIntoView({ block: "nearest" });
  }, [active, found]);
  const take = (chosen: string | undefined) => {
    if (chosen === undefined) return;
    props.onChange(chosen);
    props.onDone();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const to: Readonly<Record<string, number>> = {
      ArrowDown: Math.min(options.length - 1, active + 1),
      ArrowUp: Math.max(0, active - 1),
      PageDown: Math.min(options.length - 1, active + 10),
      PageUp: Math.max(0, active - 10),
    };
    const next = to[event.key];
    if (next !== undefined) setAt(next);
    else if (event.key === "Enter") take(options[active]?.value);
    else if (event.key === "Escape") props.onDone();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="searched-choice" role="dialog" aria-label={props.label}>
      <Input
        autoFocus
        role="combobox"
        aria-label={props.placeholder}
        aria-expanded
        aria-controls={`${id}-list`}
        aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
        placeholder={props.placeholder}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div ref={list} id={`${id}-list`} role="listbox" aria-label={props.label}>
        {found.map((group) => (
          <div key={group.label} role="group" aria-label={group.label}>
            <p aria-hidden="true">{group.label}</p>
            {group.options.map((option) => {
              const i = options.indexOf(option);
              return (
                <div
                  key={option.value}
                  id={`${id}-${i}`}
                  role="option"
                  aria-selected={option.value === value}
                  data-active={i === active}
                  tabIndex={-1}
                  onMouseMove={() => setAt(i)}
                  onClick={() => take(option.value)}
                  onKeyDown={onKeyDown}
                >
                  {option.label}
                </div>
              );
            })}
          </div>
        ))}
      </div>
      {options.length === 0 ? (
        <p className="nothing" role="status">
          {props.notFound}
        </p>
      ) : null}
    </div>
  );
}

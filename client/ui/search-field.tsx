import { SearchOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Input, type InputRef } from "antd";
import { useId, useState, type KeyboardEvent, type Ref } from "react";
import { useTranslation } from "react-i18next";
import type { SearchAnswer } from "../../core/contract/coverage.ts";
import { fetchSearch } from "../api.ts";
import { formatPlace, shortPlace } from "../format.ts";
import type { Language } from "../view-state.ts";
import { useDebounced } from "./use-debounced.ts";

export type Found = SearchAnswer["items"][number];

/** A field that finds villages and areas on the server while one types; arrows choose, Enter takes, Escape closes. */
export function SearchField(props: {
  label: string;
  placeholder: string;
  language: Language;
  area: string | null;
  only?: Found["type"];
  shortcut?: string;
  inputRef?: Ref<InputRef>;
  onPick: (found: Found) => void;
}) {
  const { t } = useTranslation();
  const listId = useId();
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const q = useDebounced(text.trim(), 180);
  const search = useQuery({
    queryKey: ["search", q, props.area],
    queryFn: ({ signal }) => fetchSearch(q, props.area, signal),
    enabled: q !== "" && open,
    staleTime: 60_000,
  });
  const items = (search.data?.items ?? []).filter(
    (item) => props.only === undefined || item.type === props.only,
  );
  const shown = open && q !== "" && text.trim() !== "";
  const take = (item: Found) => {
    props.onPick(item);
    setText("");
    setOpen(false);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0 && items.length > 0) {
      event.preventDefault();
      setOpen(true);
      setActive((active + step + items.length) % items.length);
    } else if (event.key === "Enter" && shown) {
      const item = items[active];
      if (item !== undefined) take(item);
    } else if (event.key === "Escape" && shown) {
      event.stopPropagation();
      setOpen(false);
    }
  };
  return (
    <div className="search">
      <Input
        ref={props.inputRef ?? null}
        value={text}
        allowClear
        prefix={<SearchOutlined aria-hidden="true" />}
        suffix={
          props.shortcut === undefined ? null : <kbd aria-hidden="true">{props.shortcut}</kbd>
        }
        placeholder={props.placeholder}
        role="combobox"
        aria-label={props.label}
        aria-expanded={shown}
        aria-controls={shown ? listId : undefined}
        aria-autocomplete="list"
        aria-activedescendant={shown && items.length > 0 ? `${listId}-${active}` : undefined}
        onChange={(event) => {
          setText(event.target.value);
          setActive(0);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      {shown ? (
        <div className="search-found">
          <ul id={listId} role="listbox" aria-label={props.label}>
            {items.map((item, i) => (
              <li
                key={`${item.type}${item.id}`}
                id={`${listId}-${i}`}
                role="option"
                aria-selected={i === active}
                onMouseEnter={() => setActive(i)}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => take(item)}
              >
                <span className="found-name">{formatPlace(item, props.language)}</span>
                <span className="found-within">
                  {t(
                    `level.${item.type === "village" || item.level === null ? "village" : item.level}`,
                  )}
                  {item.areas.map((area) => ` · ${shortPlace(area, props.language)}`).join("")}
                </span>
              </li>
            ))}
          </ul>
          {items.length === 0 ? (
            <p role="status">
              {search.isError
                ? t("search.failed")
                : search.isFetching || q !== text.trim()
                  ? t("state.loading")
                  : t("search.empty", { q })}
            </p>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}

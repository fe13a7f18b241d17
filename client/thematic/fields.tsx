import { Select } from "antd";
import type { ReactNode } from "react";

/** A labelled part of what is asked; wide ones have their label above. */
export function Field(props: { label: string; wide?: boolean; children: ReactNode }) {
  return (
    <div
      className="thematic-field"
      data-wide={props.wide === true}
      role="group"
      aria-label={props.label}
    >
      <span>{props.label}</span>
      <div>{props.children}</div>
    </div>
  );
}

type Option<Value> = { value: Value; label: string };

/** A list to choose from, with its groups and a search where they are given. */
export function Choice<Value extends string>(props: {
  value: Value;
  options: readonly (Option<Value> | { label: string; options: readonly Option<Value>[] })[];
  disabled?: boolean;
  notFound?: string;
  searched?: boolean;
  label: string;
  onChange: (value: Value) => void;
}) {
  return (
    <Select<Value, Option<Value>>
      className="thematic-choice"
      value={props.value}
      options={props.options as Option<Value>[]}
      disabled={props.disabled ?? false}
      popupMatchSelectWidth={false}
      listHeight={420}
      notFoundContent={props.notFound}
      {...(props.searched === true ? { showSearch: { optionFilterProp: "label" } } : {})}
      aria-label={props.label}
      onChange={(value) => props.onChange(value)}
    />
  );
}

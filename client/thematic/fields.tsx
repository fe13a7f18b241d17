import { useId, type ReactNode } from "react";

/** A labelled part of what is asked; wide ones have their label above. */
export function Field(props: { label: string; wide?: boolean; children: ReactNode }) {
  return (
    <div
      className="thematic-field"
      data-wide={props.wide === true}
      role="group"
      aria-label={props.label}
    >
      <span aria-hidden="true">{props.label}</span>
      <div>{props.children}</div>
    </div>
  );
}

/** A short list to choose from: the browser's own, which needs no script and every keyboard and phone knows. */
export function Choice<Value extends string>(props: {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string }[];
  disabled?: boolean;
  onChange: (value: Value) => void;
}) {
  const { options } = props;
  return (
    <select
      className="thematic-choice"
      aria-label={props.label}
      value={props.value}
      disabled={props.disabled ?? false}
      onChange={(event) => {
        const found = options.find(({ value }) => value === event.target.value);
        if (found !== undefined) props.onChange(found.value);
      }}
    >
      {options.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  );
}

/** A few choices side by side. */
export function Pills<Value extends string>(props: {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
}) {
  const name = useId();
  return (
    <div className="pills" role="radiogroup" aria-label={props.label}>
      {props.options.map(({ value, label }) => (
        <label key={value}>
          <input
            type="radio"
            name={name}
            value={value}
            checked={value === props.value}
            onChange={() => props.onChange(value)}
          />
          <span>{label}</span>
        </label>
      ))}
    </div>
  );
}

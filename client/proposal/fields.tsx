import { InputNumber, Radio } from "antd";
import type { ReactNode } from "react";

/** A part of the question, folded or not, with what it says at a glance. */
export function Section(props: { name: string; isOpen?: boolean; children: ReactNode }) {
  return (
    <details className="proposal-section" open={props.isOpen ?? false}>
      <summary>{props.name}</summary>
      <div className="proposal-fields">{props.children}</div>
    </details>
  );
}

/** A number with its unit that counts while it is typed; null only where `empty` says what that means. */
export function NumberRow(props: {
  label: string;
  unit: string;
  value: number | null;
  min?: number;
  max?: number;
  precision?: number;
  step?: number;
  /** What stands in an empty field; without it the field keeps its last number. */
  empty?: string;
  onChange: (value: number | null) => void;
}) {
  const { label, unit, value, min = 0, max = 1e13, precision = 0, step = 1, empty } = props;
  return (
    <label className="proposal-number">
      <span>{label}</span>
      <InputNumber
        value={value}
        min={min}
        max={max}
        precision={precision}
        step={step}
        changeOnWheel={false}
        aria-label={unit === "" ? label : `${label} (${unit})`}
        {...(empty === undefined ? {} : { placeholder: empty })}
        onChange={(next) => {
          if (next !== null || empty !== undefined) props.onChange(next);
        }}
      />
      <small>{unit}</small>
    </label>
  );
}

/** One of a few; as buttons in a row, or one below the other where the words are long. */
export function ChoiceRow<Value extends string>(props: {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
}) {
  return (
    <div className="proposal-choice">
      <span>{props.label}</span>
      <Radio.Group
        aria-label={props.label}
        value={props.value}
        options={[...props.options]}
        onChange={(event) => props.onChange(event.target.value as Value)}
      />
    </div>
  );
}

import { Input, InputNumber } from "antd";
import { useEffect, useState } from "react";

/** A text that is an edit once the field is left or Enter is pressed; Escape gives up. */
export function TextField(props: {
  label: string;
  value: string;
  disabled?: boolean;
  onDone: (value: string) => void;
}) {
  const [text, setText] = useState(props.value);
  useEffect(() => setText(props.value), [props.value]);
  const done = () => {
    const trimmed = text.trim();
    if (trimmed === "" || trimmed === props.value) setText(props.value);
    else props.onDone(trimmed);
  };
  return (
    <Input
      value={text}
      maxLength={100}
      aria-label={props.label}
      disabled={props.disabled ?? false}
      onChange={(event) => setText(event.target.value)}
      onBlur={done}
      onPressEnter={done}
      onKeyDown={(event) => {
        if (event.key === "Escape") setText(props.value);
      }}
    />
  );
}

/** A number that is an edit once the field is left or Enter is pressed; null where it may be left open. */
export function NumberField(props: {
  label: string;
  value: number | null;
  min?: number;
  max?: number;
  precision?: number;
  suffix?: string;
  placeholder?: string;
  disabled?: boolean;
  required?: boolean;
  onDone: (value: number | null) => void;
}) {
  const [typed, setTyped] = useState(props.value);
  useEffect(() => setTyped(props.value), [props.value]);
  const done = () => {
    if (typed === props.value) return;
    if (typed === null && props.required) setTyped(props.value);
    else props.onDone(typed);
  };
  return (
    <InputNumber
      value={typed}
      min={props.min ?? 0}
      max={props.max ?? 1e12}
      precision={props.precision ?? 0}
      changeOnWheel={false}
      aria-label={props.label}
      disabled={props.disabled ?? false}
      {...(props.suffix === undefined ? {} : { suffix: props.suffix })}
      {...(props.placeholder === undefined ? {} : { placeholder: props.placeholder })}
      onChange={setTyped}
      onBlur={done}
      onPressEnter={done}
    />
  );
}

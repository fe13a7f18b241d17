import { Input, InputNumber } from "antd";
import { useState } from "react";

interface TextFieldProps {
  label: string;
  value: string;
  onDone: (value: string) => void;
}

/** A text that is an edit once the field is left or Enter is pressed; Escape gives up. */
export function TextField(props: TextFieldProps) {
  return <TextInput key={props.value} {...props} />;
}

function TextInput({ label, value, onDone }: TextFieldProps) {
  const [text, setText] = useState(value);
  const done = () => {
    const trimmed = text.trim();
    if (trimmed === "" || trimmed === value) setText(value);
    else onDone(trimmed);
  };
  return (
    <Input
      value={text}
      maxLength={100}
      aria-label={label}
      onChange={(event) => setText(event.target.value)}
      onBlur={done}
      onPressEnter={done}
      onKeyDown={(event) => {
        if (event.key === "Escape") setText(value);
      }}
    />
  );
}

interface NumberFieldProps {
  label: string;
  value: number | null;
  min?: number;
  max?: number;
  precision?: number;
  placeholder?: string;
  required?: boolean;
  onDone: (value: number | null) => void;
}

/** A number that is an edit once the field is left or Enter is pressed; null where it may be left open. */
export function NumberField(props: NumberFieldProps) {
  return <NumberInput key={props.value} {...props} />;
}

function NumberInput(props: NumberFieldProps) {
  const { label, value, min = 0, max = 1e12, precision = 0, placeholder, required = false } = props;
  const [typed, setTyped] = useState(value);
  const done = () => {
    if (typed === value) return;
    if (typed === null && required) setTyped(value);
    else props.onDone(typed);
  };
  return (
    <InputNumber
      value={typed}
      min={min}
      max={max}
      precision={precision}
      changeOnWheel={false}
      aria-label={label}
      {...(placeholder === undefined ? {} : { placeholder })}
      onChange={setTyped}
      onBlur={done}
      onPressEnter={done}
    />
  );
}

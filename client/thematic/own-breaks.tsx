import { Input } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { readBreaks, writeBreaks } from "./catalogue.ts";
import { Field } from "./fields.tsx";

/** Limits of classes as somebody writes them; taken once they are right. */
export function OwnBreaks(props: {
  breaks: readonly number[];
  isShare: boolean;
  onBreaks: (breaks: number[]) => void;
}) {
  const { t } = useTranslation();
  const id = useId();
  const [text, setText] = useState(() => writeBreaks(props.breaks, props.isShare));
  const read = readBreaks(text, props.isShare);
  const take = () => {
    if (read !== null) props.onBreaks(read);
  };
  return (
    <Field label={t("thematic.ask.breaks")} wide>
      <Input
        value={text}
        aria-label={t("thematic.ask.breaks")}
        aria-describedby={id}
        status={read === null ? "error" : ""}
        onChange={(event) => setText(event.target.value)}
        onPressEnter={take}
        onBlur={take}
      />
      <p id={id} className="quiet" role={read === null ? "alert" : undefined}>
        {t(read === null ? "thematic.ask.breaksWrong" : "thematic.ask.breaksHint")}
      </p>
    </Field>
  );
}

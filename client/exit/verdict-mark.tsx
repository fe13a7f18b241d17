import { CheckCircleFilled, CloseCircleFilled, QuestionCircleOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";

const SIGNS = {
  pass: CheckCircleFilled,
  fail: CloseCircleFilled,
  unknown: QuestionCircleOutlined,
} as const;

/** Pass, fail or unknown: a sign of its own shape, the word, and a colour that nobody needs to see. */
export function VerdictMark(props: { verdict: keyof typeof SIGNS; large?: boolean }) {
  const { t } = useTranslation();
  const Sign = SIGNS[props.verdict];
  return (
    <span className="exit-mark" data-verdict={props.verdict} data-large={props.large ?? false}>
      <Sign aria-hidden /> {t(`exit.verdict.${props.verdict}`)}
    </span>
  );
}

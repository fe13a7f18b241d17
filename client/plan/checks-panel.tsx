import { DownOutlined } from "@ant-design/icons";
import { App, Button, Dropdown, Segmented, Space } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CheckCode, MendCode, PlanCheck } from "../../core/contract/plan-check.ts";
import { checkName, listChecks } from "../../core/relocation/assess.ts";
import { squash } from "../../core/relocation/combine.ts";
import { MENDS } from "../../core/relocation/finding.ts";
import { mendOf, type Mend } from "../../core/relocation/mend.ts";
import { formatCount } from "../format.ts";
import { NOTHING, useDesk } from "./desk.ts";
import { api } from "./queries.ts";
import { checkText } from "./wording.ts";

const PAGE = 60;

/** Everything that stands against the plan, each with the way to its place and the action that mends it. */
export function ChecksPanel() {
  const { t } = useTranslation();
  const desk = useDesk();
  const { assessed, language } = desk;
  const [severity, setSeverity] = useState<"all" | "hard" | "soft">("all");
  const [code, setCode] = useState<CheckCode | null>(null);
  const [shown, setShown] = useState(PAGE);
  const all = useMemo(() => listChecks(assessed.checks), [assessed.checks]);
  const counts = useMemo(() => {
    const byCode = new Map<CheckCode, number>();
    for (const check of all) byCode.set(check.code, (byCode.get(check.code) ?? 0) + 1);
    return [...byCode];
  }, [all]);
  const list = all.filter(
    (check) =>
      (severity === "all" || check.severity === severity) && (code === null || check.code === code),
  );
  const hard = all.filter((check) => check.severity === "hard").length;
  const { settlements, moves, works } = assessed.plan;
  if (settlements.size + moves.size + works.size === 0) return <FirstSteps />;
  if (all.length === 0)
    return (
      <p className="plan-fine" role="status">
        {t("plan.checks.none")}
      </p>
    );
  return (
    <div className="plan-checks">
      <Segmented
        block
        value={severity}
        aria-label={t("plan.checks.severity")}
        options={[
          { value: "all", label: t("plan.checks.all", { n: formatCount(all.length, language) }) },
          { value: "hard", label: t("plan.checks.hard", { n: formatCount(hard, language) }) },
          {
            value: "soft",
            label: t("plan.checks.soft", { n: formatCount(all.length - hard, language) }),
          },
        ]}
        onChange={setSeverity}
      />
      <ul className="plan-check-kinds">
        {counts.map(([each, n]) => (
          <li key={each}>
            <button
              type="button"
              aria-pressed={code === each}
              onClick={() => setCode(code === each ? null : each)}
            >
              {t(`plan.checkName.${each}`)} {formatCount(n, language)}
            </button>
          </li>
        ))}
      </ul>
      {code === null || list.length < 2 ? null : <MendAll code={code} checks={list} />}
      <ol className="plan-check-list">
        {list.slice(0, shown).map((check) => (
          <Entry key={checkName(check)} check={check} />
        ))}
      </ol>
      {list.length > shown ? (
        <Button block onClick={() => setShown(shown + PAGE * 4)}>
          {t("plan.checks.more", { n: formatCount(list.length - shown, language) })}
        </Button>
      ) : null}
    </div>
  );
}

/** Mends that touch only what their check is about: many of them are one edit. */
const SINGLE_MENDS: ReadonlySet<MendCode> = new Set([
  "onlyTheWilling",
  "onlyThoseThere",
  "cancelMove",
  "raiseCapacity",
  "raiseLandQuota",
  "fitFloorArea",
  "raiseBudget",
  "waitUntilReady",
]);

/** All checks of a kind mended by one edit. */
function MendAll({ code, checks }: { code: CheckCode; checks: readonly PlanCheck[] }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const desk = useDesk();
  const { assessed, language } = desk;
  const ways = MENDS[code].filter((way) => SINGLE_MENDS.has(way));
  const mendAll = (way: MendCode) => {
    const changes = checks.flatMap((check) => mendOf(check, assessed, { code: way })?.change ?? []);
    if (changes.length === 0) return void message.info(t("plan.mend.cannot"));
    const n = formatCount(changes.length, language);
    const done = t("plan.mend.all", { what: t(`plan.mendButton.${way}`), n });
    if (desk.edit(squash(changes), done)) void message.success(t("plan.mend.undoable", { done }));
  };
  return (
    <p className="plan-mend-all">
      {ways.map((way) => (
        <Button key={way} size="small" data-mend-all={way} onClick={() => mendAll(way)}>
          {t("plan.mend.all", {
            what: t(`plan.mendButton.${way}`),
            n: formatCount(checks.length, language),
          })}
        </Button>
      ))}
    </p>
  );
}

/** What to do first in a plan that holds nothing. */
function FirstSteps() {
  const { t } = useTranslation();
  const { use } = useDesk();
  return (
    <ol className="plan-first">
      {(["settlement", "lasso", "works-line"] as const).map((tool) => (
        <li key={tool}>
          <p>{t(`plan.first.${tool}`)}</p>
          <Button size="small" onClick={() => use(tool)}>
            {t(`plan.tool.${tool}`)}
          </Button>
        </li>
      ))}
    </ol>
  );
}

function Entry({ check }: { check: PlanCheck }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const desk = useDesk();
  const { assessed, language } = desk;
  const look = () => {
    const [kind, ...rest] = check.subject.split(":");
    const key = rest.join(":");
    if (kind === "settlement") desk.select({ ...NOTHING, settlement: key });
    else if (kind === "works") desk.select({ ...NOTHING, works: key });
    else if (kind === "village") desk.select({ ...NOTHING, villages: new Set([key]) });
    else if (kind === "target" || kind === "budget") desk.showYear(Number(rest.at(-1)));
    else if (kind === "area") {
      const index = assessed.context.areaIndex.get(key) ?? -1;
      desk.select({ ...NOTHING, villages: new Set(assessed.ledger.movesFrom.get(index) ?? []) });
    }
    if (check.position !== null) desk.show(check.position);
  };
  const ways = MENDS[check.code];
  /** Mends by the first of these ways that there is. */
  const mend = async (codes: readonly MendCode[]) => {
    for (const code of codes) {
      const found = code === "leaveZone" ? await leaving() : mendOf(check, assessed, { code });
      if (found === null) continue;
      const done = mendText(found);
      if (desk.edit(found.change, done)) void message.success(t("plan.mend.undoable", { done }));
      return;
    }
    void message.info(t("plan.mend.cannot"));
  };
  /** The way out of zones: the server knows their outlines. */
  const leaving = async (): Promise<Mend | null> => {
    const id = check.subject.slice("settlement:".length);
    const site = assessed.plan.settlements.get(id);
    if (site === undefined) return null;
    const { position, outline } = site;
    const { area } = assessed.plan.frame;
    const answer = await api.siteExit({ area, site: { position, outline } }).catch(() => null);
    if (!answer?.exit) return null;
    const { distanceM, ...place } = answer.exit;
    const change = { settlements: { [id]: place } };
    return { code: "leaveZone", change, villages: 0, persons: 0, amount: distanceM };
  };
  const mendText = ({ code, villages, persons, amount }: Mend) =>
    t(`plan.mend.${code}`, {
      villages: formatCount(villages, language),
      persons: formatCount(persons, language),
      amount: amount === null ? "" : formatCount(Math.round(amount), language),
    });
  return (
    <li className="plan-check" data-severity={check.severity} data-code={check.code}>
      <button type="button" className="plan-check-text" onClick={look}>
        <span className="mark" data-tone={check.severity === "hard" ? "below" : "soft"}>
          {t(`plan.checks.${check.severity}Short`)}
        </span>{" "}
        {checkText(check, t, language)}
      </button>
      {ways.length === 0 ? null : (
        <Space.Compact>
          <Button size="small" onClick={() => void mend(ways)} data-mend={ways[0]}>
            {t(`plan.mendButton.${ways[0]!}`)}
          </Button>
          {ways.length === 1 ? null : (
            <Dropdown
              trigger={["click"]}
              menu={{
                items: ways
                  .slice(1)
                  .map((code) => ({ key: code, label: t(`plan.mendButton.${code}`) })),
                onClick: ({ key }) => void mend([key as MendCode]),
              }}
            >
              <Button size="small" icon={<DownOutlined />} aria-label={t("plan.mend.otherWays")} />
            </Dropdown>
          )}
        </Space.Compact>
      )}
    </li>
  );
}

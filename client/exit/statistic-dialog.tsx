import { App, Button, Input, InputNumber, Modal, Radio } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useQueryClient } from "@tanstack/react-query";
import { v4 as newId } from "uuid";
import type { Statistic, StatisticItem } from "../../core/contract/statistics.ts";
import { ApiError } from "../api.ts";
import { inLanguage } from "../format.ts";
import { rememberAuthor, rememberedAuthor } from "../preferences.ts";
import type { Language } from "../view-state.ts";
import { fetchStatistic, writeStatistic } from "./exit-api.ts";
import { exitValue } from "./exit-text.ts";
import { faultOf, typedOf, valueOf } from "./statistic-input.ts";

export interface AskedStatistic {
  area: string;
  areaName: string;
  year: number;
  item: StatisticItem;
}

/** One figure entered by hand, with where it comes from and who says so. What somebody else wrote meanwhile is shown beside it. */
export function StatisticDialog(props: {
  asked: AskedStatistic;
  language: Language;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const { asked, language } = props;
  const { item } = asked;
  const [known, setKnown] = useState<Statistic | null | undefined>(undefined);
  const [typed, setTyped] = useState<number | null>(null);
  const [source, setSource] = useState("");
  const [author, setAuthor] = useState(rememberedAuthor() ?? "");
  const [theirs, setTheirs] = useState<Statistic | null | undefined>(undefined);
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState(false);
  useEffect(() => {
    let gone = false;
    fetchStatistic(asked.area, asked.year, item.id).then(
      (found) => {
        if (gone) return;
        setKnown(found);
        setTyped(found === null ? null : typedOf(found.value, item.unit));
        setSource(found?.source ?? "");
      },
      () => {
        if (!gone) setFault(t("exit.entry.failed"));
      },
    );
    return () => {
      gone = true;
    };
  }, [asked.area, asked.year, item, t]);
  const wrong = faultOf(typed, item);
  const incomplete = wrong !== null || source.trim() === "" || author.trim() === "";
  const write = async (value: number | null, version: number) => {
    setBusy(true);
    setFault(null);
    try {
      await writeStatistic(
        {
          area: asked.area,
          year: asked.year,
          item: item.id,
          value,
          source: source.trim(),
          author: author.trim(),
        },
        version,
        newId(),
      );
      rememberAuthor(author.trim());
      await queries.invalidateQueries({ queryKey: ["exit"] });
      void message.success(t(value === null ? "exit.entry.withdrawn" : "exit.entry.saved"));
      props.onClose();
    } catch (error) {
      if (error instanceof ApiError && error.status === 412)
        setTheirs(await fetchStatistic(asked.area, asked.year, item.id).catch(() => undefined));
      const detail = error instanceof ApiError ? error.problem?.["detail"] : null;
      if (!(error instanceof ApiError && error.status === 412))
        setFault(typeof detail === "string" ? detail : t("exit.entry.failed"));
      setBusy(false);
    }
  };
  const save = () => {
    setTried(true);
    if (!incomplete && known !== undefined)
      void write(valueOf(typed!, item.unit), known?.version ?? 0);
  };
  const say = (value: number | null) => exitValue(value, item.unit, t, language);
  return (
    <Modal
      open
      title={t("exit.entry.title", { area: asked.areaName, year: asked.year })}
      width={560}
      closable={{ "aria-label": t("sources.close") }}
      onCancel={props.onClose}
      footer={
        <>
          {known === undefined || known === null ? null : (
            <Button
              danger
              className="entry-withdraw"
              disabled={busy || source.trim() === "" || author.trim() === ""}
              onClick={() => void write(null, known.version)}
            >
              {t("exit.entry.withdraw")}
            </Button>
          )}
          <Button onClick={props.onClose}>{t("exit.entry.cancel")}</Button>
          <Button type="primary" loading={busy} disabled={known === undefined} onClick={save}>
            {t("exit.entry.save")}
          </Button>
        </>
      }
    >
      <form
        className="entry"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <p>
          <strong>{inLanguage(item.name, language)}</strong>
          <br />
          <span className="quiet">{inLanguage(item.note, language)}</span>
        </p>
        <label>
          <span>{t("exit.entry.value")}</span>
          {item.unit === "yes/no" ? (
            <Radio.Group
              value={typed}
              options={[
                { value: 1, label: t("exit.yes") },
                { value: 0, label: t("exit.no") },
              ]}
              onChange={(event) => setTyped(event.target.value as number)}
            />
          ) : (
            <InputNumber
              autoFocus
              value={typed}
              disabled={known === undefined}
              changeOnWheel={false}
              aria-label={t("exit.entry.value")}
              suffix={item.unit === "rate" ? "%" : t(`exit.unit.${item.unit}`)}
              status={tried && wrong !== null ? "error" : ""}
              onChange={setTyped}
              onPressEnter={save}
            />
          )}
        </label>
        {tried && wrong !== null ? (
          <p role="alert" className="entry-fault">
            {t(`exit.entry.fault.${wrong.code}`, {
              least: wrong.least.toLocaleString(language),
              most: wrong.most.toLocaleString(language),
            })}
          </p>
        ) : null}
        <label>
          <span>{t("exit.entry.source")}</span>
          <Input
            value={source}
            maxLength={500}
            placeholder={t("exit.entry.sourceHint")}
            status={tried && source.trim() === "" ? "error" : ""}
            onChange={(event) => setSource(event.target.value)}
          />
        </label>
        <label>
          <span>{t("exit.entry.author")}</span>
          <Input
            value={author}
            maxLength={60}
            status={tried && author.trim() === "" ? "error" : ""}
            onChange={(event) => setAuthor(event.target.value)}
          />
        </label>
        {known === undefined || known === null ? null : (
          <p className="quiet">
            {t("exit.entry.now", {
              value: say(known.value),
              by: known.enteredBy,
              at: new Date(known.enteredAt).toLocaleString(language),
            })}
          </p>
        )}
        {fault === null ? null : (
          <p role="alert" className="entry-fault">
            {fault}
          </p>
        )}
        {theirs === undefined ? null : (
          <section className="entry-conflict" role="alert">
            <h3>{t("exit.entry.conflict")}</h3>
            <table className="plain">
              <thead>
                <tr>
                  <th scope="col">{t("exit.entry.who")}</th>
                  <th scope="col">{t("exit.entry.value")}</th>
                  <th scope="col">{t("exit.source")}</th>
                </tr>
              </thead>
              <tbody>
                <tr>
                  <th scope="row">{t("exit.entry.mine")}</th>
                  <td>{say(typed === null ? null : valueOf(typed, item.unit))}</td>
                  <td>{source}</td>
                </tr>
                <tr>
                  <th scope="row">{theirs?.enteredBy ?? t("exit.entry.takenBack")}</th>
                  <td>{say(theirs?.value ?? null)}</td>
                  <td>{theirs?.source ?? "—"}</td>
                </tr>
              </tbody>
            </table>
            <Button
              onClick={() => {
                void queries.invalidateQueries({ queryKey: ["exit"] });
                props.onClose();
              }}
            >
              {t("exit.entry.keepTheirs")}
            </Button>{" "}
            <Button
              type="primary"
              disabled={incomplete}
              onClick={() => void write(valueOf(typed!, item.unit), theirs?.version ?? 0)}
            >
              {t("exit.entry.writeMine")}
            </Button>
          </section>
        )}
      </form>
    </Modal>
  );
}

import { App, Button, Checkbox, Input, Pagination, Segmented, Select } from "antd";
import { useDeferredValue, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import {
  PROGRESS_SUBJECTS,
  type ProgressSubject,
  type SummaryAnswer,
} from "../../core/contract/progress.ts";
import type { PlanSummary } from "../../core/contract/plan-service.ts";
import { ApiError } from "../api.ts";
import { formatCount } from "../format.ts";
import { rememberAuthor, rememberedAuthor } from "../preferences.ts";
import { Failure, Loading } from "../ui/states.tsx";
import type { Language } from "../view-state.ts";
import { ReturnConflicts } from "./conflict-dialog.tsx";
import { Doubts } from "./doubt-dialog.tsx";
import { EntryTable } from "./entry-table.tsx";
import { filterSubjects } from "./subjects.ts";
import { unsavedOf } from "./unsaved.ts";
import { useEntries } from "./use-entries.ts";
import { useSubjects } from "./use-subjects.ts";
import { WarningList } from "./warning-list.tsx";

const PAGE = 50;

/** Returns typed in place: of a year or a month, of settlements or villages. */
export function EntryBlock(props: {
  version: string;
  plan: PlanSummary;
  area: string;
  areaName: string;
  summary: SummaryAnswer;
  language: Language;
}) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const { plan, area, summary, language } = props;
  // Rows that wait to be saved are shown again, whatever the page would begin with.
  const [waiting] = useState(() => unsavedOf(plan.id, area));
  const [subject, setSubject] = useState<ProgressSubject>(waiting?.subject ?? "settlement");
  const [year, setYear] = useState(
    waiting === null ? (summary.year ?? plan.years.from) : Number(waiting.period.slice(0, 4)),
  );
  // Where returns come by months, typing begins in the last one.
  const [month, setMonth] = useState(() =>
    waiting === null ? monthOf(summary) : Number(waiting.period.slice(5)),
  );
  const [onlyPlanned, setOnlyPlanned] = useState(true);
  const [onlyOpen, setOnlyOpen] = useState(false);
  const [q, setQ] = useState("");
  const [turned, setTurned] = useState({ of: "", page: 1 });
  const [author, setAuthor] = useState(rememberedAuthor() ?? "");
  const [source, setSource] = useState("");
  const [tried, setTried] = useState(false);
  const period = month === 0 ? String(year) : `${year}-${String(month).padStart(2, "0")}`;
  const { subjects, error, retry } = useSubjects({
    version: props.version,
    plan,
    area,
    subject,
    summary,
  });
  const entries = useEntries({ plan, subject, period, area, areaName: props.areaName });
  const { drafts, returns } = entries;
  const wanted = useDeferredValue(q);
  const returned = useMemo(() => (onlyOpen ? new Set(returns.keys()) : null), [onlyOpen, returns]);
  const shown = useMemo(
    () =>
      subjects === null
        ? null
        : filterSubjects(subjects, {
            year: onlyPlanned ? year : null,
            q: wanted,
            returned,
            typed: drafts,
          }),
    [subjects, onlyPlanned, year, wanted, returned, drafts],
  );
  // Another question begins at its first page.
  const question = JSON.stringify([subject, period, wanted, onlyPlanned, onlyOpen]);
  const page = turned.of === question ? turned.page : 1;
  const years = Array.from(
    { length: plan.years.to - plan.years.from + 1 },
    (_, at) => plan.years.from + at,
  );
  const nameOf = (key: string) => subjects?.find((each) => each.key === key)?.name ?? key;
  const tell = (outcome: Awaited<ReturnType<typeof entries.save>>) => {
    if (outcome === null) {
      void message.success(t("progress.saved"));
      setTried(false);
    } else if (outcome !== "conflict" && outcome !== "doubt") {
      const detail = outcome instanceof ApiError ? outcome.problem?.["detail"] : null;
      void message.error(typeof detail === "string" ? detail : t("progress.notSaved"), 8);
    }
  };
  const isReady = author.trim() !== "" && source.trim() !== "";
  const save = async () => {
    setTried(true);
    if (!isReady || entries.faulty > 0 || drafts.size === 0) return;
    rememberAuthor(author.trim());
    tell(await entries.save(author.trim(), source.trim()));
  };
  // What is typed belongs to one period and one kind of subject.
  const locked = drafts.size > 0;
  return (
    <section
      className="block"
      aria-label={t("progress.entry")}
      onKeyDown={(event) => {
        if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
          event.preventDefault();
          void save();
        }
      }}
    >
      <header>
        <h2>{t("progress.entry")}</h2>
        <span className="exit-filters not-printed">
          <Segmented<ProgressSubject>
            aria-label={t("progress.subject.any")}
            value={subject}
            disabled={locked}
            options={PROGRESS_SUBJECTS.map((each) => ({
              value: each,
              label: t(`progress.subject.${each}`),
            }))}
            onChange={setSubject}
          />
          <Select
            aria-label={t("figures.year")}
            value={year}
            disabled={locked}
            options={years.map((each) => ({ value: each, label: String(each) }))}
            onChange={setYear}
          />
          <Select
            className="entry-month"
            aria-label={t("progress.month")}
            value={month}
            disabled={locked}
            options={[
              { value: 0, label: t("progress.wholeYear") },
              ...Array.from({ length: 12 }, (_, at) => ({
                value: at + 1,
                label: t("progress.monthIs", { n: at + 1 }),
              })),
            ]}
            onChange={setMonth}
          />
          <Input
            allowClear
            className="exit-find"
            aria-label={t("progress.find")}
            placeholder={t("progress.find")}
            value={q}
            onChange={(event) => setQ(event.target.value)}
          />
          <Checkbox
            checked={onlyPlanned}
            onChange={(event) => setOnlyPlanned(event.target.checked)}
          >
            {t("progress.onlyPlanned")}
          </Checkbox>
          <Checkbox checked={onlyOpen} onChange={(event) => setOnlyOpen(event.target.checked)}>
            {t("progress.onlyOpen")}
          </Checkbox>
        </span>
      </header>
      <p className="chart-note not-printed">{t("progress.keys")}</p>
      {error !== null || entries.read.error !== null ? (
        <Failure
          error={error ?? entries.read.error}
          retry={() => {
            retry();
            void entries.read.refetch();
          }}
        />
      ) : shown === null || entries.read.data === undefined ? (
        <Loading lines={6} />
      ) : shown.length === 0 ? (
        <p className="nothing">
          {t(subjects?.length === 0 ? `progress.noSubject.${subject}` : "progress.noneFits")}
        </p>
      ) : (
        <>
          <EntryTable
            label={t("progress.entryOf", { period })}
            subjects={shown.slice((page - 1) * PAGE, page * PAGE)}
            year={year}
            returns={returns}
            drafts={drafts}
            language={language}
            onTyped={entries.type}
            onUnread={(n) => void message.warning(t("progress.unread", { n, count: n }))}
          />
          {shown.length > PAGE ? (
            <Pagination
              className="entry-pages"
              size="small"
              current={page}
              pageSize={PAGE}
              total={shown.length}
              showSizeChanger={false}
              showTotal={(n) => t("progress.rows", { n: formatCount(n, language), count: n })}
              onChange={(next) => setTurned({ of: question, page: next })}
            />
          ) : null}
        </>
      )}
      <div className="entry-save not-printed" data-shown={drafts.size > 0}>
        <strong role="status" data-testid="drafts">
          {drafts.size === 0
            ? t("progress.noDrafts")
            : t("progress.drafts", { n: drafts.size, count: drafts.size })}
          {entries.faulty === 0 ? "" : t("progress.faulty", { n: entries.faulty })}
        </strong>
        <Input
          aria-label={t("exit.entry.source")}
          placeholder={t("exit.entry.source")}
          value={source}
          maxLength={500}
          status={tried && source.trim() === "" && drafts.size > 0 ? "error" : ""}
          onChange={(event) => setSource(event.target.value)}
        />
        <Input
          aria-label={t("exit.entry.author")}
          placeholder={t("exit.entry.author")}
          value={author}
          maxLength={60}
          status={tried && author.trim() === "" && drafts.size > 0 ? "error" : ""}
          onChange={(event) => setAuthor(event.target.value)}
        />
        <Button disabled={drafts.size === 0} onClick={entries.discard}>
          {t("progress.discard")}
        </Button>
        <Button
          type="primary"
          loading={entries.busy}
          disabled={drafts.size === 0 || entries.faulty > 0}
          onClick={() => void save()}
        >
          {t("progress.save")}
        </Button>
        {tried && drafts.size > 0 && !isReady ? (
          <span role="alert" className="entry-fault">
            {t("progress.needed")}
          </span>
        ) : null}
      </div>
      <WarningList warnings={entries.warnings} title={t("progress.savedWith")} />
      {entries.doubts.length === 0 ? null : (
        <Doubts
          doubts={entries.doubts}
          onConfirmed={() => void entries.confirm(author.trim(), source.trim()).then(tell)}
          onClose={entries.closeDoubts}
        />
      )}
      {entries.conflicts.length === 0 ? null : (
        <ReturnConflicts
          conflicts={entries.conflicts}
          nameOf={nameOf}
          language={language}
          onSettled={(mine) => void entries.settle(mine, author.trim(), source.trim()).then(tell)}
          onClose={entries.closeConflicts}
        />
      )}
    </section>
  );
}

/** The month of the last period that was returned, 0 where that is a whole year, or of another year, or there is none. */
const monthOf = ({ lastPeriod, year }: SummaryAnswer): number =>
  lastPeriod !== null && lastPeriod.startsWith(`${year}-`) ? Number(lastPeriod.slice(5)) : 0;

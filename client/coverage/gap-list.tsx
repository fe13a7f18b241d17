import { DownloadOutlined, SearchOutlined } from "@ant-design/icons";
import { Button, Input, Select } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { GapRow } from "../../core/contract/coverage.ts";
import { gapsCsvAddress, type Question } from "../api.ts";
import { formatCount } from "../format.ts";
import { Failure, Loading } from "../ui/states.tsx";
import { useDebounced } from "../ui/use-debounced.ts";
import type { Language, Selected } from "../view-state.ts";
import { GapGrid, type Sort } from "./gap-grid.tsx";
import { useGaps } from "./queries.ts";

const ALL_COUNTED = "served,unserved,unknown";
const STATUS_CHOICES = ["unserved", "unknown", "served", ALL_COUNTED, "notEligible"] as const;

/** The units that are not served (or of another status), to be searched, sorted, pointed at on the map and downloaded. */
export function GapList(props: {
  version: string;
  question: Question;
  areaName: string;
  /** Units of unknown status, that may be gaps as well. */
  unknown: number;
  language: Language;
  status: string;
  onStatus: (status: string) => void;
  selected: Selected | null;
  hovered: number | null;
  onHover: (row: GapRow | null) => void;
  onOpen: (row: GapRow) => void;
}) {
  const { t } = useTranslation();
  const { language, status } = props;
  const [text, setText] = useState("");
  const [sort, setSort] = useState<Sort>({ column: "households", descending: true });
  const q = useDebounced(text.trim(), 250);
  const filter = { status, q, sort: `${sort.descending ? "-" : ""}${sort.column}` };
  const gaps = useGaps(props.version, props.question, filter);
  const rows = useMemo(() => gaps.data?.pages.flatMap((page) => page.items) ?? [], [gaps.data]);
  const first = gaps.data?.pages[0];
  const name = (choice: string) =>
    choice === ALL_COUNTED ? t("counts.eligible") : t(`status.${choice}`);
  return (
    <div className="gaps">
      <div className="gaps-tools">
        <Select
          value={status}
          aria-label={t("gaps.status")}
          popupMatchSelectWidth={false}
          options={STATUS_CHOICES.map((choice) => ({ value: choice, label: name(choice) }))}
          onChange={props.onStatus}
        />
        <Input
          value={text}
          allowClear
          prefix={<SearchOutlined aria-hidden="true" />}
          placeholder={t("gaps.searchPlaceholder")}
          aria-label={t("gaps.search")}
          maxLength={100}
          onChange={(event) => setText(event.target.value)}
        />
        <Button
          href={gapsCsvAddress(props.question, filter, language)}
          download
          icon={<DownloadOutlined aria-hidden="true" />}
          aria-label={t("gaps.download")}
          title={t("gaps.download")}
          data-testid="download"
        />
      </div>
      {gaps.error !== null ? (
        <Failure error={gaps.error} retry={() => void gaps.refetch()} />
      ) : first === undefined ? (
        <Loading lines={8} />
      ) : (
        <>
          <p className="gaps-total" role="status" data-total={first.total}>
            {t("gaps.total", {
              rows: formatCount(first.total, language),
              households: formatCount(first.households, language),
              persons: formatCount(first.persons, language),
            })}
          </p>
          {rows.length === 0 ? (
            <Nothing
              searched={q !== ""}
              status={status}
              unknown={props.unknown}
              language={language}
              onStatus={props.onStatus}
            />
          ) : (
            <GapGrid
              caption={t("gaps.caption", { area: props.areaName, status: name(status) })}
              rows={rows}
              total={first.total}
              sort={sort}
              onSort={setSort}
              language={language}
              selected={props.selected}
              hovered={props.hovered}
              onHover={props.onHover}
              onOpen={props.onOpen}
              onEnd={() => {
                if (gaps.hasNextPage && !gaps.isFetchingNextPage) void gaps.fetchNextPage();
              }}
            />
          )}
        </>
      )}
    </div>
  );
}

/** An empty list in words; where statuses are unknown it does not say that all are served. */
function Nothing(props: {
  searched: boolean;
  status: string;
  unknown: number;
  language: Language;
  onStatus: (status: string) => void;
}) {
  const { t } = useTranslation();
  if (props.searched || props.status !== "unserved")
    return <p className="nothing">{t("gaps.none")}</p>;
  if (props.unknown === 0) return <p className="nothing">{t("gaps.noneUnserved")}</p>;
  return (
    <div className="nothing">
      <p>{t("gaps.noneKnown")}</p>
      <button type="button" className="link" onClick={() => props.onStatus("unknown")}>
        {t("gaps.showUnknown", { n: formatCount(props.unknown, props.language) })}
      </button>
    </div>
  );
}

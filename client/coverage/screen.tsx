import { useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { MetaAnswer } from "../../core/contract/area.ts";
import type { IndicatorRule } from "../../core/contract/rule.ts";
import { ApiError } from "../api.ts";
import { Failure, Loading, Notice } from "../ui/states.tsx";
import { useView } from "../use-view.ts";
import { CoverageLayout } from "./layout.tsx";
import { useArea } from "./queries.ts";
import { questionOf } from "./rules.ts";

/** Settles what the address asks for: which area of which region, under which rule; what it leaves open has a default. */
export function CoverageScreen(props: { meta: MetaAnswer; rules: readonly IndicatorRule[] }) {
  const { t } = useTranslation();
  const { view, update } = useView();
  const { regions } = props.meta;
  const largest = regions.toSorted((a, b) => b.villages - a.villages)[0]!;
  const code = view.area ?? largest.code;
  /** Changes with the data and the run of any region, so that nothing old is shown beside something new. */
  const version = useMemo(
    () => regions.map(({ dataVersion, run }) => `${dataVersion}.${run?.id ?? 0}`).join("-"),
    [regions],
  );
  const area = useArea(version, code);
  // A region that holds a single city (a demonstration of one, say) opens at that city.
  const onlyChild = view.area === null && area.data?.children.length === 1;
  const opening = onlyChild ? area.data?.children[0]?.code : undefined;
  useEffect(() => {
    if (opening !== undefined) update({ area: opening }, { replace: true });
  }, [opening, update]);
  const rule =
    props.rules.find(({ id }) => id === view.rule) ??
    props.rules.find(({ id }) => id === "village-road") ??
    props.rules[0];
  const { reachM, minHouseholds } = view;
  const question = useMemo(
    () => (rule === undefined ? null : questionOf(rule, code, { reachM, minHouseholds })),
    [rule, code, reachM, minHouseholds],
  );
  if (area.error !== null || rule === undefined || question === null)
    return (
      <Notice title={t("app.name")}>
        <Failure
          error={area.error}
          retry={() => {
            // A code that the data no longer has cannot be mended by asking again.
            if (area.error instanceof ApiError && area.error.status === 404)
              update({ area: null, selected: null, camera: null });
            else void area.refetch();
          }}
        />
      </Notice>
    );
  if (area.data === undefined || opening !== undefined)
    return (
      <Notice title={t("app.name")}>
        <Loading lines={3} />
      </Notice>
    );
  const rootCode = area.data.ancestors[0]?.code ?? area.data.code;
  const region = regions.find((each) => each.code === rootCode) ?? largest;
  return (
    <CoverageLayout
      regions={regions}
      region={region}
      version={version}
      area={area.data}
      rules={props.rules}
      rule={rule}
      question={question}
    />
  );
}

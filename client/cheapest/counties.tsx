import { useTranslation } from "react-i18next";
import type { CheapestAnswer } from "../../core/contract/cheapest.ts";
import { formatCount, formatPlace } from "../format.ts";
import { formatWan } from "../plan/wording.ts";
import type { Language } from "../view-state.ts";

/** Every county by itself to the same target, beside what the whole builds there; nothing for a single county. */
export function Counties(props: { counties: CheapestAnswer["counties"]; language: Language }) {
  const { t } = useTranslation();
  const { counties, language } = props;
  if (counties.length === 0) return null;
  return (
    <table className="cheapest-counties">
      <caption>{t("cheapest.counties")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("cheapest.county")}</th>
          <th scope="col">{t("cheapest.missing")}</th>
          <th scope="col">{t("cheapest.alone")}</th>
          <th scope="col">{t("cheapest.inWhole")}</th>
        </tr>
      </thead>
      <tbody>
        {counties.map(({ area, missing, optimum, inWhole }) => (
          <tr key={area.code}>
            <th scope="row">{formatPlace(area, language)}</th>
            <td>{formatCount(missing, language)}</td>
            <td>{formatWan(optimum.yuan, language)}</td>
            <td>{formatWan(inWhole.yuan, language)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

import { Button } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { classNameOf } from "../../../core/policy/classes.ts";
import { piecesOfService, serviceParts } from "../../../core/relocation/build-or-move-line.ts";
import { creditPerHeadYuan, movingCosts } from "../../../core/relocation/moving-costs.ts";
import { HAZARD, KARST, RED_LINE } from "../../../core/relocation/service-lines.ts";
import { formatCount, formatDistance, inLanguage } from "../../format.ts";
import { ADVICE_COLOURS } from "../../map/palette.ts";
import { NOTHING, useDesk } from "../desk.ts";
import { useComparing } from "./comparing.tsx";
import { formatBreakEven, formatYuan } from "./money-text.ts";

/** Pieces of one service that are listed, the dearest shares. */
const PIECES_TOLD = 8;

/** What building and moving one village cost, part by part: kilometres, class, factor, who shares a line; home, land, follow-up. */
export function CostParts(props: { village: string }) {
  const { t } = useTranslation();
  const desk = useDesk();
  const { language } = desk;
  const { isOpen, found } = useComparing();
  const row = isOpen ? (found?.rowOfKey.get(props.village) ?? null) : null;
  const keyOf = useMemo(
    () => new Map((found?.rows ?? []).map(({ village, key, name }) => [village, { key, name }])),
    [found],
  );
  if (row === null || found === null) return null;
  const { on } = found;
  const { village, advice } = row;
  const yuan = (amount: number | null) => formatYuan(amount, language, t);
  const head = on.heads[village] ?? null;
  const moving = head === null ? null : movingCosts(head, on.prices);
  const flags = on.geometry.flags[village]!;
  const { annuity, horizonYears } = on.prices;
  const named = (
    [
      ["hazard", HAZARD],
      ["karst", KARST],
      ["redLine", RED_LINE],
    ] as const
  ).filter(([, flag]) => (flags & flag) !== 0);
  const willing = on.geometry.willingHouseholds[village]!;
  return (
    <section className="cost-parts" aria-label={t("build.title")}>
      <h3>
        <i style={{ background: ADVICE_COLOURS[advice] }} /> {t(`build.advice.${advice}`)}
      </h3>
      <p>{t(`build.reason.${row.reason}`)}</p>
      <p className="quiet">
        {[
          ...named.map(([name]) => t(`build.flag.${name}`)),
          willing < 0
            ? t("build.notAsked")
            : t("build.willing", { n: formatCount(willing, language) }),
          ...(head?.estimated === true ? [t("build.estimated")] : []),
        ].join(" · ")}
      </p>
      <table className="cost-table">
        <thead>
          <tr>
            <th scope="col">{t("build.over", { years: horizonYears })}</th>
            <th scope="col">{t("build.perHousehold")}</th>
            <th scope="col">{t("build.whole")}</th>
            <th scope="col">{t("build.yearly")}</th>
          </tr>
        </thead>
        <tbody>
          {(
            [
              ["build", on.buildYuan[village]!],
              ["move", on.moveYuan[village]!],
            ] as const
          ).map(([what, total]) => (
            <tr key={what}>
              <th scope="row">{t(`build.way.${what}`)}</th>
              <td>{yuan(total / row.households)}</td>
              <td>{yuan(total)}</td>
              <td>{yuan(total / annuity)}</td>
            </tr>
          ))}
          {on.creditYuan[village] === 0 ? null : (
            <tr>
              <th scope="row">{t("build.credit")}</th>
              <td>{yuan(on.creditYuan[village]! / row.households)}</td>
              <td>{yuan(on.creditYuan[village]!)}</td>
              <td>{yuan(on.creditYuan[village]! / annuity)}</td>
            </tr>
          )}
          <tr>
            <th scope="row">{t("build.difference")}</th>
            <td>{yuan(row.difference)}</td>
            <td>{yuan(row.difference * row.households)}</td>
            <td>{yuan((row.difference * row.households) / annuity)}</td>
          </tr>
        </tbody>
      </table>
      {Number.isNaN(row.breakEven) ? null : (
        <p>{t("build.evenAt", { n: formatBreakEven(row.breakEven, language) })}</p>
      )}
      {serviceParts(on, village).map(({ service, worksYuan, totalYuan }) => {
        const { sector, ruleId } = on.geometry.services[service]!;
        const isDue = (on.geometry.due[village]! & (1 << service)) !== 0;
        return (
          <details key={ruleId}>
            <summary>
              {t(`sector.${sector}`)} <b>{yuan(totalYuan)}</b>{" "}
              <small>
                {t(isDue ? "build.due" : "build.notDue")}
                {" · "}
                {t("build.maintenance", { yuan: yuan(totalYuan - worksYuan) })}
              </small>
            </summary>
            <ul>
              {told(piecesOfService(on, service, village)).map((piece, i) => (
                <li key={i}>
                  {nameOfClass(sector, piece.class, language)}
                  {piece.way === "line"
                    ? ` ${t("build.piece.line", {
                        length: formatDistance(piece.lengthM, language),
                        factor: piece.factor.toLocaleString(language, {
                          maximumFractionDigits: 2,
                        }),
                        unit: yuan(piece.unitYuan),
                        yuan: yuan(piece.yuan),
                      })}`
                    : ` ${t("build.piece.point", { yuan: yuan(piece.yuan) })}`}
                  {piece.others === 0 ? (
                    <small> {t("build.piece.alone")}</small>
                  ) : (
                    <small>
                      {" "}
                      {t("build.piece.shared", {
                        yuan: yuan(piece.shareYuan),
                        households: formatCount(piece.households, language),
                        n: piece.others,
                        names: piece.with
                          .slice(0, 3)
                          .flatMap((each) => keyOf.get(each)?.name ?? [])
                          .join(t("build.and")),
                      })}{" "}
                      <Button
                        type="link"
                        size="small"
                        onClick={() =>
                          desk.select({
                            ...NOTHING,
                            villages: new Set([
                              row.key,
                              ...piece.with.flatMap((each) => keyOf.get(each)?.key ?? []),
                            ]),
                          })
                        }
                      >
                        {t("build.piece.choose")}
                      </Button>
                    </small>
                  )}
                </li>
              ))}
            </ul>
          </details>
        );
      })}
      {on.geometry.unknown[village] === 0 ? null : (
        <p className="quiet">
          {t("build.unknown", {
            services: on.geometry.services
              .filter((_, s) => (on.geometry.unknown[village]! & (1 << s)) !== 0)
              .map(({ sector }) => t(`sector.${sector}`))
              .join(t("build.and")),
          })}
        </p>
      )}
      {moving === null || head === null ? null : (
        <details>
          <summary>
            {t("build.way.move")} <b>{yuan(moving.totalYuan)}</b>
          </summary>
          <ul>
            {(["homeYuan", "landYuan", "followUpYuan", "rewardYuan"] as const).map((part) => (
              <li key={part}>{t(`build.moving.${part}`, { yuan: yuan(moving[part]) })}</li>
            ))}
            {moving.reliefYuan === 0 ? null : (
              <li>{t("build.moving.reliefYuan", { yuan: yuan(moving.reliefYuan) })}</li>
            )}
            <li>{t("build.moving.subsidyYuan", { yuan: yuan(moving.subsidyYuan) })}</li>
            {on.creditYuan[village] === 0 ? null : (
              <li>
                {t("build.moving.credit", {
                  yuan: yuan(on.creditYuan[village]!),
                  head: yuan(creditPerHeadYuan(flags, on.prices)),
                })}
              </li>
            )}
          </ul>
        </details>
      )}
    </section>
  );
}

/** The pieces that weigh: a village pays a few yuan towards many far ones. */
function told<Piece extends { shareYuan: number }>(pieces: readonly Piece[]): Piece[] {
  return pieces.filter(({ shareYuan }, i) => i === 0 || shareYuan >= 1).slice(0, PIECES_TOLD);
}

function nameOfClass(
  sector: Parameters<typeof classNameOf>[0],
  code: string,
  language: Parameters<typeof inLanguage>[1],
): string {
  const name = classNameOf(sector, code);
  return name === null ? code : inLanguage(name, language);
}
